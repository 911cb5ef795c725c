import type { SessionQuery } from "../../../../wire/session.ts";
import { anyOf, contains, is, literal } from "./rum-query.ts";

// The picker's filters as terms of a RUM query. Which attributes events have:
// https://docs.datadoghq.com/real_user_monitoring/browser/data_collected/

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const NANOSECONDS_PER_MS = 1_000_000;

/** All replays. */
export const RECORDED_SESSIONS = "@type:session @session.has_replay:true";

/** The query for sessions that match, but for their pages (`viewsQuery`) and times. */
export const sessionsQuery = (query: SessionQuery): string =>
  [RECORDED_SESSIONS, ...sharedTerms(query), ...sessionTerms(query)].join(" ");

/** The query for views of the page that is asked for, in sessions that match as far as views say. */
export const viewsQuery = (query: SessionQuery, page: string): string =>
  ["@type:view @session.has_replay:true", contains("@view.url_path", page), ...sharedTerms(query)].join(" ");

/** What is said of a session itself only. */
export const sessionTerms = (query: SessionQuery): readonly string[] => [
  ...given(query.q, textTerm),
  ...given(query.minDuration, (ms) => `@session.time_spent:>=${ms * NANOSECONDS_PER_MS}`),
  ...given(query.maxDuration, (ms) => `@session.time_spent:<=${ms * NANOSECONDS_PER_MS}`),
  ...given(query.errors, () => "@session.error.count:>0"),
  ...given(query.frustrations, () => "@session.frustration.count:>0"),
  // In parentheses, so that an OR in it takes nothing else in.
  ...given(query.rum, (typed) => `(${typed})`),
];

/** What is said of every event of a session. */
const sharedTerms = (query: SessionQuery): readonly string[] => [
  ...given(query.user, (user) => anyOf(USER_FIELDS.map((field) => contains(field, user)))),
  ...given(query.application, (text) =>
    UUID.test(text) ? is("@application.id", text) : contains("@application.name", text),
  ),
  ...given(query.service, (text) => contains("service", text)),
  ...given(query.env, (text) => contains("env", text)),
  ...given(query.browser, (text) => contains("@browser.name", text)),
  ...given(query.device, (text) => contains("@device.type", text)),
  ...given(query.country, (text) => anyOf([contains("@geo.country", text), ...countryCode(text)])),
];

const USER_FIELDS = ["@usr.id", "@usr.name", "@usr.email"];
/** A session itself knows its first page and its last one. */
const PAGE_FIELDS = ["@session.initial_view.url_path", "@session.last_view.url_path"];

const textTerm = (text: string): string =>
  UUID.test(text)
    ? is("@session.id", text)
    : anyOf([...USER_FIELDS, ...PAGE_FIELDS].map((field) => contains(field, text)));

const countryCode = (text: string) =>
  text.length === 2 ? [`@geo.country_iso_code:${literal(text.toUpperCase())}`] : [];

function given<T>(value: T | undefined, term: (value: T) => string): readonly string[] {
  return value === undefined ? [] : [term(value)];
}
