import type { IntakeUpload } from "./intake.ts";

/** An upload as it came over HTTP, with what it takes to pass it on unchanged. */
export interface ReceivedUpload extends IntakeUpload {
  /** Path and query as one text, as the SDK gave them. */
  readonly target: string;
  /** Headers that say how to read the body, and who sent it with what; names in lower case. */
  readonly passedOn: Readonly<Record<string, string>>;
  /** IP addresses that it came from, as in `X-Forwarded-For`: the client first, then what forwarded it. */
  readonly client: string;
}
