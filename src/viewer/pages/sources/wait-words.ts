import { countText, durationText } from "../../ui/quantities.ts";
import type { WaitHere } from "./use-source-wait.ts";

/** What a source waits for, and how long still (`leftMs`), in words. `title` is the source's. */
export function waitWords(
  { reason, about, requests }: Pick<WaitHere, "reason" | "about" | "requests">,
  title: string,
  leftMs: number,
): { readonly what: string; readonly left: string } {
  const seconds = Math.ceil(leftMs / 1000);
  const left = seconds === 0 ? "now" : `in ${durationText(seconds * 1000)}`;
  const held = requests > 1 ? ` ${countText(requests, "request")} wait.` : "";
  const what =
    reason === "rate-limit"
      ? `${title} allows no more requests for now (rate limit: ${about}).${held} It goes on by itself`
      : `${title} did not answer (${about}). It is asked again`;
  return { what, left };
}
