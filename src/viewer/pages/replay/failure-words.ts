import { ApiError } from "../../api/api-error.ts";

/** What to tell a person whose page could not load something: what happened, and what to do. */
export interface FailureWords {
  readonly title: string;
  readonly detail?: string;
  readonly advice: string;
}

/** Words for a failure to load `what` ("this session", "this page's recording"). */
export function failureWords(error: unknown, what: string): FailureWords {
  if (!(error instanceof ApiError)) {
    return {
      title: `Cannot show ${what}`,
      detail: String(error),
      advice: "Reload the page. If it happens again, pass on the words above.",
    };
  }
  if (error.failure === "unreachable") {
    return {
      title: "The server cannot be reached",
      advice: "Check the connection (and the VPN, where one is needed), then try again.",
    };
  }
  if (error.failure === "unreadable") {
    return {
      title: `The server's answer for ${what} cannot be read`,
      detail: error.message,
      advice:
        "Viewer and server may be of different versions: reload the page. Else pass on the words above.",
    };
  }
  return refusalWords(error, what);
}

function refusalWords({ status, errors, message: detail }: ApiError, what: string): FailureWords {
  if (status === 404 || status === 410) {
    const advice =
      "Recordings are kept for a limited time, so an old one may have expired. Check the id for a missing character, or look for the session in the list.";
    return { title: `There is no recording of ${what}`, detail, advice };
  }
  if (status === 401 || status === 403) {
    const advice = "Sign in again, or ask whoever runs this viewer for access.";
    return { title: `You may not see ${what}`, detail, advice };
  }
  if (status === 502 && errors.length > 0) {
    const advice = "Whoever runs this viewer can mend it: the words above say what to look at.";
    return { title: `The source could not deliver ${what}`, detail, advice };
  }
  if (status === 429) {
    return { title: "Too many requests at the moment", detail, advice: "Wait a minute, then try again." };
  }
  const advice = "Try again in a moment. If it goes on, pass on the words above to whoever runs this viewer.";
  return { title: `The server could not deliver ${what}`, detail, advice };
}

/** The same in one text, for places that show one. */
export function failureText(error: unknown, what: string): string {
  const { title, detail, advice } = failureWords(error, what);
  return [`${title}.`, detail, advice].filter(Boolean).join(" ");
}
