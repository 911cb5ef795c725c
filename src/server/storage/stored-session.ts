import type { EpochMs } from "../../base/time.ts";
import type { ViewKey } from "./stored-segment.ts";

// What the store knows of a session and its views.

/** A name and, where known, a version. */
export interface NamedVersion {
  readonly name: string;
  readonly version?: string;
}

/** From `at` on, a page was so: `active`, `passive`, `hidden`, `frozen`, `terminated`, or what the SDK says. */
export interface PageState {
  readonly at: EpochMs;
  readonly state: string;
}

/**
 * What an upload's request said beside its body: kept with the session. The SDK sends no browser, system or
 * device; the intake reads them from the user agent.
 */
export interface ClientHints {
  readonly receivedAt: EpochMs;
  readonly browser: NamedVersion | null;
  readonly os: NamedVersion | null;
  /** `desktop`, `mobile`, `tablet`, `tv` or `bot`. */
  readonly deviceType: string | null;
}

/** A view as the event platform keeps it. Views without segments are known from RUM events only. */
export interface StoredView extends ViewKey {
  readonly applicationId: string;
  /** From the view's merged document, else from a Meta record, else "". */
  readonly url: string;
  readonly name: string | null;
  readonly tabId: string | null;
  readonly loadingType: string | null;
  /** Of the document, in order; empty where it says nothing. */
  readonly pageStates: readonly PageState[];
  /** Of the document and the segments together, else of the view's RUM events. */
  readonly start: EpochMs;
  readonly end: EpochMs;
  /** `view.is_active` of the document was false. */
  readonly ended: boolean;
  readonly errorCount: number;
  readonly frustrationCount: number;
  readonly actionCount: number;
  readonly segmentCount: number;
  readonly bytes: number;
  readonly lastReceivedAt: EpochMs;
  /** It has segments and all of them are in the blob. */
  readonly packed: boolean;
}

/** A session, summed up from its segments, RUM events and uploads. */
export interface StoredSession {
  readonly id: string;
  readonly applicationId: string;
  readonly start: EpochMs;
  readonly end: EpochMs;
  readonly user: {
    readonly id?: string;
    readonly name?: string;
    readonly email?: string;
    readonly anonymousId?: string;
  };
  readonly browser: NamedVersion | null;
  readonly os: NamedVersion | null;
  readonly deviceType: string | null;
  readonly country: string | null;
  readonly service: string | null;
  readonly env: string | null;
  readonly version: string | null;
  readonly sdkVersion: string | null;
  readonly viewCount: number;
  /** Views whose document does not say that they ended. */
  readonly openViewCount: number;
  /** Distinct page paths in order of first visit, at most 20. */
  readonly pages: readonly string[];
  readonly errorCount: number;
  readonly frustrationCount: number;
  readonly actionCount: number;
  readonly segmentCount: number;
  readonly bytes: number;
  readonly lastReceivedAt: EpochMs;
}
