import { unreachable } from "../../base/assert.ts";
import { ApiError } from "./api-error.ts";
import { isSourceRefusal } from "./retry.ts";

const SOURCE_ADVICE = "Whoever runs this server can mend it: the words above say what to look at.";

/** What a person can do about a failed request. */
export function adviceFor(error: Error): string {
  if (!(error instanceof ApiError)) return "Reload the page. If it happens again, pass on the words above.";
  switch (error.failure) {
    case "unreachable":
      return "Check that rum-replay is running and that this computer can reach it, then try again.";
    case "unreadable":
      return "This page may be older than the server. Reload it; if that does not help, pass on the words above.";
    case "refused":
      return isSourceRefusal(error) ? SOURCE_ADVICE : adviceForStatus(error.status ?? 0);
    default:
      return unreachable(error.failure);
  }
}

function adviceForStatus(status: number): string {
  if (status === 400)
    return "Something in this page's address is not understood. Check it, or start anew from the list.";
  if (status === 401 || status === 403) return "Sign in again by reloading the page, or ask for access.";
  if (status === 404)
    return "It may have been removed, or the link may be incomplete. Look for it in the list.";
  if (status === 429) return "Too many requests came at once. Wait a minute, then try again.";
  return "Try again in a moment. If it stays, pass the words above on to whoever runs this server.";
}
