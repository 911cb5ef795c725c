import { z } from "zod";
import { epochMs } from "../../base/time.ts";
import type { IncomingRumEvent } from "../storage/stored-rum-event.ts";
import { parseBoundedJson } from "./bounded-json.ts";
import { checked, idSchema, timeSchema } from "./fields.ts";
import type { IntakeLimits } from "./limits.ts";
import { Refusal, refuseIfAny, shown } from "./refusal.ts";

/** The events of a RUM upload that can be kept. */
export interface RumUpload {
  readonly events: readonly IncomingRumEvent[];
  /**
   * Events that are left out: the SDK's telemetry about itself, and what names no application, session or
   * view and so belongs to no replay.
   */
  readonly skipped: number;
}

type RumLimits = Pick<IntakeLimits, "rumEvents" | "rumEventBytes">;

const owner = z.object({ id: idSchema.nullish() }).nullish();
const rumEventSchema = z.object({
  type: z.string().min(1).max(64),
  date: timeSchema,
  application: owner,
  session: owner,
  view: owner,
  _dd: z.object({ document_version: z.number().int().nonnegative().nullish() }).nullish(),
});

/**
 * Reads a RUM upload: a JSON object a line, or an array of them on a line or over the whole body. Refuses a
 * body in which anything else is, with a line for each fault.
 */
export function readRumUpload(body: Uint8Array, limits: RumLimits): RumUpload {
  const errors: string[] = [];
  const events: IncomingRumEvent[] = [];
  let arrived = 0;
  for (const document of documents(decode(body))) {
    arrived += 1;
    if (arrived > limits.rumEvents) throw tooMany(limits.rumEvents);
    refuseLong(document, limits.rumEventBytes);
    const event = incoming(document, errors);
    if (event) events.push(event);
  }
  if (arrived === 0) throw new Refusal(400, ["the body has no events"]);
  refuseIfAny(errors);
  return { events, skipped: arrived - events.length };
}

/** An event that arrived, and where, for messages. */
interface RumDocument {
  readonly where: string;
  readonly text: string;
  readonly json: ParsedJson;
}

function decode(body: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new Refusal(400, [
      `the body of ${body.length} bytes is not UTF-8 text; deflated bodies need dd-evp-encoding=deflate`,
    ]);
  }
}

function* documents(body: string): Generator<RumDocument> {
  if (body.trimStart().startsWith("[")) {
    const whole = parseJson(body);
    if (whole.ok && Array.isArray(whole.value)) {
      yield* elements(whole.value, "");
      return;
    }
  }
  for (const [at, line] of body.split("\n").entries()) {
    const text = line.trim();
    if (text === "") continue;
    const where = `line ${at + 1}`;
    const json = parseJson(text);
    if (json.ok && Array.isArray(json.value)) yield* elements(json.value, `${where}, `);
    else yield { where, text, json };
  }
}

function* elements(values: readonly unknown[], before: string): Generator<RumDocument> {
  for (const [at, value] of values.entries()) {
    yield {
      where: `${before}event ${at + 1}`,
      text: JSON.stringify(value),
      json: { ok: true, value },
    };
  }
}

/** The SDK cuts attributes of applications at a depth of 10. */
const BOUNDS = { depth: 100, values: 1_000_000 };

type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: string };

function parseJson(text: string): ParsedJson {
  try {
    return { ok: true, value: parseBoundedJson(text, BOUNDS) };
  } catch (error) {
    return { ok: false, error: (error as Error).message };
  }
}

function refuseLong({ where, text }: RumDocument, most: number): void {
  const bytes = Buffer.byteLength(text);
  if (bytes <= most) return;
  throw new Refusal(413, [`${where}: an event of ${bytes} bytes; at most ${most} are taken`]);
}

function tooMany(most: number): Refusal {
  return new Refusal(413, [`more than ${most} events arrived at once`]);
}

/** Null when it is faulty, which `errors` then says, or cannot be kept. */
function incoming({ where, json, text }: RumDocument, errors: string[]): IncomingRumEvent | null {
  if (!json.ok) {
    errors.push(`${where}: not JSON (${json.error}), got ${shown(text)}`);
    return null;
  }
  const event = checked(rumEventSchema, json.value, where, errors);
  const applicationId = event?.application?.id;
  const sessionId = event?.session?.id;
  const viewId = event?.view?.id;
  if (!event || event.type === "telemetry" || !applicationId || !sessionId || !viewId) return null;
  const isView = event.type === "view" || event.type === "view_update";
  return {
    type: event.type,
    applicationId,
    sessionId,
    viewId,
    date: epochMs(event.date),
    documentVersion: isView ? (event["_dd"]?.document_version ?? 0) : 0,
    document: text,
  };
}
