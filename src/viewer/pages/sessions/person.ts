import type { SessionSummary } from "../../../wire/session.ts";

/** Who a session is of, as a list shows it. */
export interface Person {
  readonly name: string;
  /** A second line, where more is known. */
  readonly detail: string | undefined;
  /** Absent for somebody who is not known. */
  readonly initials: string | undefined;
  /** 0 to 359, the same for the same person everywhere. */
  readonly hue: number;
}

/**
 * Who was recorded: the name, else the e-mail address, else the id; somebody unknown is a visitor with a
 * short code, the same in all sessions of the same browser where the SDK tells.
 */
export function personOf({ id, user }: Pick<SessionSummary, "id" | "user">): Person {
  const known = user?.name || user?.email || user?.id;
  if (known === undefined || known === "") {
    const key = user?.anonymousId || id;
    return { name: `Visitor ${shortCode(key)}`, detail: "Anonymous", initials: undefined, hue: hueOf(key) };
  }
  const detail = [user?.email, user?.id].find((text) => text && text !== known);
  return { name: known, detail, initials: initialsOf(known), hue: hueOf(user?.id || user?.email || known) };
}

const shortCode = (key: string) =>
  key
    .replaceAll(/[^\p{L}\p{N}]/gu, "")
    .slice(0, 6)
    .toLowerCase();

function initialsOf(text: string): string {
  const words = (text.split("@")[0] ?? text).split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return (
    [first, last]
      .map((word) => /^./u.exec(word ?? "")?.[0] ?? "")
      .join("")
      .toUpperCase() || "?"
  );
}

/** FNV-1a: spreads ids that differ in one character over the whole circle. */
function hueOf(key: string): number {
  let hash = 0x81_1c_9d_c5;
  for (const character of key) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01_00_01_93);
  return (hash >>> 0) % 360;
}
