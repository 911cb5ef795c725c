import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { WalkOptions, WalkPosition } from "../sources/source.ts";

// A paging token is a walk's position, signed together with what is walked:
//
//   base64url([sequence, generation, afterIndex] as JSON) . base64url(HMAC-SHA-256)
//
// The signature covers session, view and storage as well, so that a token is good for its own walk only.

/** What a walk goes over. */
export interface Walked {
  readonly sessionId: string;
  readonly viewId: string;
  readonly storage: WalkOptions["storage"];
}

const number = z.number().int();
const payloadSchema = z.tuple([number, number, number]);

/** The token of a walk's position. `secret` is the store's, the same ever after. */
export function signPosition(position: WalkPosition, walked: Walked, secret: Uint8Array): string {
  const { sequence, generation, afterIndex } = position;
  const payload = Buffer.from(JSON.stringify([sequence, generation, afterIndex])).toString("base64url");
  return `${payload}.${signature(payload, walked, secret)}`;
}

/** The position of a token; null when this server did not make it for this walk. */
export function verifyPosition(token: string, walked: Walked, secret: Uint8Array): WalkPosition | null {
  const [payload, signed, ...more] = token.split(".");
  if (payload === undefined || signed === undefined || more.length > 0) return null;
  // As text: several texts decode to the same bytes, but only one of them was given out.
  const given = Buffer.from(signed);
  const expected = Buffer.from(signature(payload, walked, secret));
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const [sequence, generation, afterIndex] = payloadSchema.parse(
    JSON.parse(Buffer.from(payload, "base64url").toString()),
  );
  return { sequence, generation, afterIndex };
}

function signature(payload: string, { sessionId, viewId, storage }: Walked, secret: Uint8Array): string {
  const covered = JSON.stringify(["segments", sessionId, viewId, storage ?? "", payload]);
  return createHmac("sha256", secret).update(covered).digest("base64url");
}
