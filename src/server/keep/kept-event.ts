import { createHash } from "node:crypto";
import { epochMs } from "../../base/time.ts";
import { DEFAULT_INTAKE_LIMITS } from "../intake/limits.ts";
import { Refusal } from "../intake/refusal.ts";
import { readRumUpload } from "../intake/rum-upload.ts";
import type { IncomingRumEvent } from "../storage/stored-rum-event.ts";

type JsonObject = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const idAt = (value: unknown): string => {
  const id = isObject(value) ? value["id"] : undefined;
  return typeof id === "string" ? id : "";
};

/**
 * A source's document as the store takes RUM events; null for what it does not take. The session's own event, which the
 * SDK does not send, names no view: it goes with the session's first.
 */
export function keptEvent(document: string, firstViewId: string | undefined): IncomingRumEvent | null {
  const value: unknown = JSON.parse(document);
  if (isObject(value) && value["type"] === "session") return sessionEvent(document, value, firstViewId);
  try {
    return readRumUpload(new TextEncoder().encode(document), DEFAULT_INTAKE_LIMITS).events[0] ?? null;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

function sessionEvent(
  document: string,
  value: JsonObject,
  viewId: string | undefined,
): IncomingRumEvent | null {
  const sessionId = idAt(value["session"]);
  const applicationId = idAt(value["application"]);
  const { date } = value;
  if (viewId === undefined || sessionId === "" || applicationId === "" || typeof date !== "number")
    return null;
  return {
    type: "session",
    sessionId,
    viewId,
    applicationId,
    date: epochMs(date),
    documentVersion: 0,
    document,
  };
}

/**
 * What makes an event the same one in two documents: the one that the SDK sent and the one that a source gives differ
 * in what its intake added. Views are told apart by the store, by their versions.
 */
export function identityOf(type: string, document: string): string {
  const value: unknown = JSON.parse(document);
  if (!isObject(value)) return "";
  const own = idAt(value[type]);
  const rest = own === "" || type === "session" ? createHash("sha256").update(document).digest("hex") : own;
  return [type, idAt(value["view"]), String(value["date"]), rest].join(" ");
}
