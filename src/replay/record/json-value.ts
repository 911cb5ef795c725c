// The few questions that guards ask of a parsed JSON value.

/** A JSON object whose members are not known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is an object and not an array. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether a value is an array. */
export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** Whether a value is a node's id: a whole number from 0, exact. */
export const isNodeId = (value: unknown): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0;

/** Whether a value is a number that a coordinate or a size can be. */
export const isFiniteNumber = (value: unknown): value is number => Number.isFinite(value);
