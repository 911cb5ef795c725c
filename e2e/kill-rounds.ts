import { randomInt, randomUUID } from "node:crypto";
import { once } from "node:events";
import { type PostedSegment, postSegment } from "./posted-segment.ts";
import { startProduct } from "./product.ts";
import { walkSegments } from "./segments-api.ts";

// Kills the server with SIGKILL while segments are posted, starts it again on the same store, and counts.

const AT_ONCE = 32;
const VIEWS = 20;

export interface KillRound {
  readonly acknowledged: number;
  /** Answered with 202 and not in the store any more. */
  readonly lost: number;
  /** In the store more than once. */
  readonly duplicated: number;
}

const key = ({ viewId, index }: PostedSegment) => `${viewId}-${index}`;

/** One round on the store in `dataDirectory`: `posts` segments, killed at a random moment of them. */
export async function killDuringPosts(dataDirectory: string, posts: number): Promise<KillRound> {
  const acknowledged = await postUntilKilled(dataDirectory, roundOf(posts));
  const product = await startProduct({ dataDirectory });
  const found: string[] = [];
  const views = new Map([...acknowledged.values()].map((segment) => [segment.viewId, segment.sessionId]));
  for (const [viewId, sessionId] of views) {
    const segments = await walkSegments(product.address, sessionId, viewId);
    found.push(...segments.map(({ id }) => id));
  }
  await product.stop();
  const there = new Set(found);
  return {
    acknowledged: acknowledged.size,
    lost: [...acknowledged.keys()].filter((each) => !there.has(each)).length,
    duplicated: found.length - there.size,
  };
}

function roundOf(posts: number): PostedSegment[] {
  const sessionId = randomUUID();
  const views = Array.from({ length: VIEWS }, () => randomUUID());
  return Array.from({ length: posts }, (_, at) => ({
    sessionId,
    viewId: views[at % VIEWS] ?? "",
    index: Math.floor(at / VIEWS),
  }));
}

/** Posts until the server is killed; the segments that were answered with 202, by view and index. */
async function postUntilKilled(dataDirectory: string, segments: PostedSegment[]) {
  const product = await startProduct({ dataDirectory });
  const killAfter = randomInt(Math.floor(segments.length / 10), Math.floor(segments.length * 0.9));
  const exited = once(product.process, "exit");
  const acknowledged = new Map<string, PostedSegment>();
  const waiting = [...segments];
  const poster = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      // Where the connection breaks, the server is gone and the segment was not acknowledged.
      const status = await postSegment(product.address, next).catch(() => 0);
      if (status === 0) return;
      if (status === 202) acknowledged.set(key(next), next);
      if (acknowledged.size === killAfter) product.process.kill("SIGKILL");
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, poster));
  product.process.kill("SIGKILL");
  await exited;
  return acknowledged;
}
