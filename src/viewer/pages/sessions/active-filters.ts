import { durationText } from "../../ui/quantities.ts";
import type { RecentSpan, SessionSearch } from "./session-search.ts";

/** One filter in force, in words, and the change of the address that takes it away. */
export interface ActiveFilter {
  readonly field: Exclude<keyof SessionSearch, "sort" | "source" | "playlist">;
  readonly label: string;
  readonly value: string;
  readonly without: Partial<SessionSearch>;
}

/** The order in which filters are shown, and their names. */
const TEXT_FIELDS = {
  q: "Search",
  user: "User",
  page: "Page",
  application: "Application",
  service: "Service",
  env: "Environment",
  browser: "Browser",
  device: "Device",
  country: "Country",
  rum: "Query",
} as const;

export const SPAN_TEXTS: Record<RecentSpan, string> = {
  "1h": "Last hour",
  "24h": "Last 24 hours",
  "7d": "Last 7 days",
  "30d": "Last 30 days",
};

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** The filters that an address has in force, each once. */
export function activeFilters(search: SessionSearch): readonly ActiveFilter[] {
  return [
    ...textFilters(search),
    ...timeFilters(search),
    ...durationFilters(search),
    ...countFilters(search),
  ];
}

/** The change of the address that takes every filter away and leaves order and source. */
export const withoutFilters = (search: SessionSearch): Partial<SessionSearch> =>
  Object.assign({}, ...activeFilters(search).map((filter) => filter.without)) as Partial<SessionSearch>;

function* textFilters(search: SessionSearch): Iterable<ActiveFilter> {
  for (const [name, label] of Object.entries(TEXT_FIELDS)) {
    const field = name as keyof typeof TEXT_FIELDS;
    const value = search[field];
    if (value !== undefined) yield { field, label, value, without: { [field]: undefined } };
  }
}

function* timeFilters({ last, from, to }: SessionSearch): Iterable<ActiveFilter> {
  if (last !== undefined) {
    yield {
      field: "last",
      label: "Started",
      value: SPAN_TEXTS[last].toLowerCase(),
      without: { last: undefined },
    };
  }
  if (from !== undefined) {
    yield { field: "from", label: "From", value: moment.format(from), without: { from: undefined } };
  }
  if (to !== undefined) {
    yield { field: "to", label: "Until", value: moment.format(to), without: { to: undefined } };
  }
}

function* durationFilters({ minDuration, maxDuration }: SessionSearch): Iterable<ActiveFilter> {
  if (minDuration !== undefined) {
    const value = `at least ${durationText(minDuration)}`;
    yield { field: "minDuration", label: "Duration", value, without: { minDuration: undefined } };
  }
  if (maxDuration !== undefined) {
    const value = `at most ${durationText(maxDuration)}`;
    yield { field: "maxDuration", label: "Duration", value, without: { maxDuration: undefined } };
  }
}

function* countFilters({ errors, frustrations, watched }: SessionSearch): Iterable<ActiveFilter> {
  if (watched !== undefined) {
    const value = watched === "1" ? "watched by you" : "not watched by you";
    yield { field: "watched", label: "Only", value, without: { watched: undefined } };
  }
  if (errors !== undefined) {
    yield { field: "errors", label: "Only", value: "with errors", without: { errors: undefined } };
  }
  if (frustrations !== undefined) {
    yield {
      field: "frustrations",
      label: "Only",
      value: "with frustrations",
      without: { frustrations: undefined },
    };
  }
}
