import type { QueryClient } from "@tanstack/react-query";
import { CHECKPOINT_VERSION } from "../../../replay/translate/checkpoint-version.ts";
import type { SessionDetail } from "../../../wire/session.ts";
import { indexedDbKeeper } from "../../keyframes/indexed-db-keeper.ts";
import type { MomentSources } from "../../pager/moment-sources.ts";
import { queryImageSource } from "../../pager/query-image-source.ts";
import { querySegmentSource } from "../../pager/query-segment-source.ts";
import { wait } from "../../pager/wait.ts";

const keeper = indexedDbKeeper({ version: CHECKPOINT_VERSION, now: Date.now });

/** A session that is open on this page. */
export interface OpenSession {
  readonly queryClient: QueryClient;
  readonly detail: SessionDetail;
  /** Id of the source that is asked; undefined: the first. */
  readonly source: string | undefined;
}

/** Where what is recorded of a session comes from. `isSecond`: another stage of this page has it too. */
export function sessionSources(
  { queryClient: client, detail: { session }, source }: OpenSession,
  isSecond: boolean,
): MomentSources {
  const segments = querySegmentSource({
    client,
    sessionId: session.id,
    source,
    holder: session.source,
    keeper,
    isSecond,
  });
  return { segments, images: queryImageSource(client, session.id, source, wait) };
}
