import type { QueryClient } from "@tanstack/react-query";
import type { AssetReason } from "../../wire/assets.ts";
import { ApiError } from "../api/api-error.ts";
import { resourceQuery } from "../api/resources.ts";
import { fetched } from "./fetched.ts";
import type { ImageSource } from "./image-pager.ts";

/** A session's images over the server's routes. What can succeed at another try is tried again. */
export const queryImageSource =
  (client: QueryClient, sessionId: string, source: string | undefined): ImageSource =>
  async (id, signal) => {
    const query = resourceQuery(sessionId, id, source);
    try {
      const bytes = await fetched(client, query, signal);
      return bytes.slice().buffer;
    } catch (error) {
      if (signal.aborted || !(error instanceof ApiError)) throw error;
      return reasonOf(error);
    }
  };

const REASONS: Readonly<Record<number, AssetReason>> = {
  401: "refused",
  403: "refused",
  404: "gone",
  413: "too-large",
  415: "type",
  429: "busy",
  504: "time-out",
};

const reasonOf = ({ failure, status }: ApiError): AssetReason =>
  failure === "unreachable" ? "unreachable" : (REASONS[status ?? 0] ?? "failing");
