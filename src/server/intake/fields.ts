import { z } from "zod";
import { shown } from "./refusal.ts";

// What segments' metadata and RUM events have in common.

/** An application's, session's or view's id: UUIDs from the SDKs, but any short word is taken. */
export const idSchema = z
  .string()
  .regex(/^[\w.:-]{1,128}$/, "expected an id of 1 to 128 letters, digits, _ . : -");

/** Epoch milliseconds, up to the last time that a `Date` can hold. */
export const timeSchema = z.number().min(0).max(8.64e15);

/**
 * Checks a value that arrived. Where it is not as the schema says, adds to `errors` a line for each fault,
 * which begins with `where`, and returns null.
 */
export function checked<T>(schema: z.ZodType<T>, value: unknown, where: string, errors: string[]): T | null {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const { path, message } of result.error.issues) {
    const name = path.length === 0 ? "" : `${path.join(".")}: `;
    errors.push(`${where}: ${name}${message}, got ${shown(valueAt(value, path))}`);
  }
  return null;
}

/** The value under a path of keys; undefined where there is none. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return undefined;
    return (at as Readonly<Record<PropertyKey, unknown>>)[key];
  }, value);
}
