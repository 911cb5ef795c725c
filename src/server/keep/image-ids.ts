/** How the SDK names the content of a canvas: `<width>x<height>-<SHA-256>`. */
const CANVAS_ID = /^\d{1,6}x\d{1,6}-[\da-f]{32,128}$/;
const LONGEST_CANVAS_ID = 150;
/** Where mobile SDKs name an image. */
const MOBILE_KEY = "resourceId";

/**
 * Ids of the images that records refer to, whatever record has them: by the form of a canvas's, which may stand in a
 * table of strings, and by the key of mobile wireframes.
 */
export function imageIdsIn(records: readonly unknown[]): ReadonlySet<string> {
  const ids = new Set<string>();
  const left: unknown[] = [...records];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === "string") {
      if (value.length <= LONGEST_CANVAS_ID && CANVAS_ID.test(value)) ids.add(value);
    } else if (Array.isArray(value)) {
      for (const each of value) left.push(each);
    } else if (typeof value === "object" && value !== null) {
      for (const [key, each] of Object.entries(value)) {
        if (key === MOBILE_KEY && typeof each === "string" && each !== "") ids.add(each);
        else left.push(each);
      }
    }
  }
  return ids;
}
