import type { QueryClient } from "@tanstack/react-query";
import type { AssetReason } from "../../wire/assets.ts";
import { ApiError } from "../api/api-error.ts";
import { resourceQuery } from "../api/resources.ts";
import { fetched } from "./fetched.ts";
import type { ImageSource } from "./image-pager.ts";
import { pauseAfter } from "./reconnection.ts";

/**
 * A session's images over the server's routes. What can succeed at another try is tried again, for as long as it is
 * wanted while the server cannot be reached. `wait` resolves after so many milliseconds, and rejects when aborted.
 */
export function queryImageSource(
  client: QueryClient,
  sessionId: string,
  source: string | undefined,
  wait: (ms: number, signal: AbortSignal) => Promise<void>,
): ImageSource {
  return async (id, signal) => {
    const query = resourceQuery(sessionId, id, source);
    for (let tries = 0; ; tries += 1) {
      try {
        const bytes = await fetched(client, query, signal);
        return bytes.slice().buffer;
      } catch (error) {
        if (signal.aborted || !(error instanceof ApiError)) throw error;
        if (error.failure !== "unreachable") return reasonOf(error);
      }
      await wait(pauseAfter(tries), signal);
    }
  };
}

const REASONS: Readonly<Record<number, AssetReason>> = {
  401: "refused",
  403: "refused",
  404: "gone",
  413: "too-large",
  415: "type",
  429: "busy",
  504: "time-out",
};

const reasonOf = ({ status }: ApiError): AssetReason => REASONS[status ?? 0] ?? "failing";
