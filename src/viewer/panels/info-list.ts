import type { SessionSummary } from "../../wire/session.ts";
import { wallClockText } from "../ui/moments.ts";
import { bytesText, durationText } from "../ui/quantities.ts";

export interface InfoField {
  readonly label: string;
  readonly value: string;
  /** An id, or something else that is passed on: shown with a button to copy it. */
  readonly isCopyable: boolean;
}

export interface InfoGroup {
  readonly title: string;
  readonly fields: readonly InfoField[];
}

/** What is known of the session, in groups; what is not known is left out. */
export function infoList(session: SessionSummary): readonly InfoGroup[] {
  const { user, browser, os } = session;
  const groups = [
    group("User", [
      field("Name", user?.name),
      field("E-mail", user?.email, true),
      field("User id", user?.id, true),
      field("Anonymous id", user?.anonymousId, true),
      field("Country", session.country),
    ]),
    group("Device", [
      field("Browser", version(browser)),
      field("System", version(os)),
      field("Device", session.deviceType),
    ]),
    group("Session", [
      field("Began", wallClockText(session.start)),
      field("Ended", session.live ? undefined : wallClockText(session.end)),
      field("Length", durationText(session.end - session.start)),
      field("Session id", session.id, true),
      field("Source", session.source),
      field("Recorded", recordedText(session)),
    ]),
    group("Application", [
      field("Service", session.service),
      field("Environment", session.env),
      field("Version", session.version),
      field("Application id", session.applicationId, true),
      field("SDK", session.sdkVersion),
    ]),
  ];
  return groups.filter(({ fields }) => fields.length > 0);
}

const group = (title: string, fields: readonly (InfoField | undefined)[]): InfoGroup => ({
  title,
  fields: fields.filter((each) => each !== undefined),
});

const field = (label: string, value: string | undefined, isCopyable = false): InfoField | undefined =>
  value === undefined || value === "" ? undefined : { label, value, isCopyable };

const version = (software: SessionSummary["browser"]) =>
  software && [software.name, software.version].filter(Boolean).join(" ");

/** How much was recorded, where the source knows. */
function recordedText({ segmentCount, bytes }: SessionSummary): string | undefined {
  const texts = [
    ...(segmentCount === undefined ? [] : [`${segmentCount} segments`]),
    ...(bytes === undefined ? [] : [bytesText(bytes)]),
  ];
  return texts.length === 0 ? undefined : texts.join(", ");
}
