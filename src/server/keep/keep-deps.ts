import type { EpochMs } from "../../base/time.ts";
import type { Inflater } from "../../replay/segment/inflater.ts";
import type { SessionFeed } from "../sources/session-feed.ts";
import type { ReplaySource } from "../sources/source.ts";
import type { Store } from "../storage/driver.ts";
import type { Ledger } from "./ledger.ts";
import type { Tally } from "./tally.ts";

/** What keeping works with. */
export interface KeepDeps {
  readonly source: ReplaySource;
  readonly feed: SessionFeed;
  readonly store: Pick<Store, "events" | "resources" | "keeps">;
  readonly inflater: Inflater;
  /** This server's clock. */
  readonly now: () => EpochMs;
}

/** The keeping of one session. */
export interface Keeping extends KeepDeps {
  readonly sessionId: string;
  readonly applicationId: string;
  readonly sdkVersion: string;
  readonly ledger: Ledger;
  readonly tally: Tally;
}
