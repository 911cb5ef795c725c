import type { z } from "zod";
import { type KeepStatus, keepStatusSchema } from "../wire/keep.ts";
import { keepPath, SESSIONS_PATH } from "../wire/paths.ts";
import { errorBodySchema, type SessionPage, sessionPageSchema } from "../wire/session.ts";
import type { Fetch } from "./http-server.ts";

const PAGE = 200;

/** The routes of a server that keeps: one that runs elsewhere, or this process's own without a socket. */
export class KeepClient {
  readonly #fetch: Fetch;
  readonly #address: string;
  readonly #source: string;
  readonly #headers: Readonly<Record<string, string>>;

  /** `headers` say who asks, where the server wants to know that. */
  constructor(fetch: Fetch, address: string, source: string, headers: Readonly<Record<string, string>>) {
    this.#fetch = fetch;
    this.#address = address;
    this.#source = source;
    this.#headers = headers;
  }

  /** Sessions of a search, the newest first. Times are epoch milliseconds. */
  async *search(
    { query, from, to }: { readonly query: string; readonly from?: number; readonly to?: number },
    signal: AbortSignal,
  ): AsyncGenerator<string> {
    let cursor: string | undefined;
    do {
      const asked = { rum: query === "*" ? undefined : query, from, to, cursor, limit: PAGE };
      const page: SessionPage = await this.#ask("GET", SESSIONS_PATH, asked, sessionPageSchema, signal);
      for (const { id } of page.sessions) yield id;
      ({ cursor } = page);
    } while (cursor !== undefined);
  }

  keep(method: "GET" | "POST" | "DELETE", sessionId: string, signal: AbortSignal): Promise<KeepStatus> {
    return this.#ask(method, keepPath(sessionId), {}, keepStatusSchema, signal);
  }

  async #ask<T>(
    method: string,
    path: string,
    query: Readonly<Record<string, string | number | undefined>>,
    schema: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const url = new URL(path, this.#address);
    url.searchParams.set("source", this.#source);
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) url.searchParams.set(name, String(value));
    const answer = await this.#fetch(new Request(url, { method, headers: this.#headers, signal }));
    const body: unknown = await answer.json().catch(() => undefined);
    if (answer.ok) return schema.parse(body);
    const { data } = errorBodySchema.safeParse(body);
    throw new Error(data?.errors.join("; ") ?? `the server answered with status ${answer.status}`);
  }
}
