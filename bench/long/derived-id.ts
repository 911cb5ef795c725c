import { createHash } from "node:crypto";

/** A UUID that the same parts always give. */
export function derivedId(...parts: readonly (string | number)[]): string {
  const hex = createHash("sha256").update(parts.join("\n")).digest("hex");
  const digits = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`];
  return [...digits, hex.slice(20, 32)].join("-");
}
