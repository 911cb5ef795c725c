import { claimsOfHints, mergeClaims, type SessionClaims } from "./claims.ts";
import type { Transaction } from "./database.ts";
import type { ViewKey } from "./stored-segment.ts";
import type { ClientHints } from "./stored-session.ts";
import { saveSession } from "./session-rows.ts";
import { loadView, saveView, type ViewRow } from "./view-rows.ts";

/**
 * The views and sessions that one put touches: each view is read once and written once, and each session is
 * summed up once, at the end.
 */
export class UnitOfWork {
  readonly #transaction: Transaction;
  readonly #hints: ClientHints;
  readonly #views = new Map<string, { readonly row: ViewRow; readonly held: ViewRow }>();
  readonly #sessions = new Map<string, { readonly applicationId: string; claims: SessionClaims }>();

  constructor(transaction: Transaction, hints: ClientHints) {
    this.#transaction = transaction;
    this.#hints = hints;
  }

  /** The row of a view, to change in place. */
  view(key: ViewKey, applicationId: string): ViewRow {
    const name = JSON.stringify([key.sessionId, key.viewId]);
    const known = this.#views.get(name);
    if (known) return known.row;
    const held = loadView(this.#transaction, key, applicationId);
    const row = { ...held, last_received_at: Math.max(held.last_received_at, this.#hints.receivedAt) };
    this.#views.set(name, { row, held });
    this.#session(key.sessionId, applicationId);
    return row;
  }

  /** Adds to what is said of the session a view belongs to. */
  claim(row: ViewRow, claims: SessionClaims): void {
    const session = this.#session(row.session_id, row.application_id);
    session.claims = mergeClaims(session.claims, claims);
  }

  /** Writes everything that was touched. */
  save(): void {
    for (const { row, held } of this.#views.values()) saveView(this.#transaction, row, held);
    for (const [sessionId, { applicationId, claims }] of this.#sessions) {
      saveSession(this.#transaction, sessionId, applicationId, claims);
    }
  }

  #session(sessionId: string, applicationId: string): { claims: SessionClaims } {
    let session = this.#sessions.get(sessionId);
    if (!session) {
      session = { applicationId, claims: claimsOfHints(this.#hints) };
      this.#sessions.set(sessionId, session);
    }
    return session;
  }
}
