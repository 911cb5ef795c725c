const MEDIA_WARNING = "Failed to replay media interactions";

/** What the player says that it could not do; undefined where that is no fault of the recording. */
export function faultIn(words: readonly unknown[]): string | undefined {
  const what = summary(words);
  // Media that cannot be played as fast as the replay.
  return what.startsWith(MEDIA_WARNING) ? undefined : what;
}

/** What the player says, without its prefix, the objects it points to, and node ids: joined by its text, then. */
export function summary(words: readonly unknown[]): string {
  const said = words.filter((word) => typeof word === "string" || word instanceof Error).map(String);
  return said.join(" ").replace("[replayer] ", "").replaceAll(/'\d+'/g, "…").slice(0, 200);
}
