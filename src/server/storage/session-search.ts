import {
  DummyDriver,
  type ExpressionBuilder,
  Kysely,
  type RawBuilder,
  type SqlBool,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from "kysely";
import type { Query } from "./background-reader.ts";
import type { Queries, SqlValue } from "./database.ts";
import type { SessionFacets, SessionPosition, SessionSearch, StoredSessionPage } from "./session-listing.ts";
import { foldText } from "./fold-text.ts";
import { type SessionRow, toSession } from "./session-queries.ts";

interface SearchSchema {
  readonly sessions: SessionRow & {
    readonly fold_id: string;
    readonly fold_user: string;
    readonly fold_application: string;
    readonly fold_service: string;
    readonly fold_env: string;
    readonly fold_browser: string;
    readonly fold_device: string;
    readonly fold_country: string;
  };
  readonly views: {
    readonly session_id: string;
    readonly fold_page: string;
  };
  readonly watches: {
    readonly session_id: string;
    readonly viewer_uuid: string;
  };
}

// Only builds and compiles: the statements run on the store's own connections.
const builder = new Kysely<SearchSchema>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

/** What each order sorts by, all descending; the session's id comes last and makes it total. */
const SORT_COLUMNS = {
  newest: ["start_at"],
  longest: ["duration", "start_at"],
  errors: ["error_count", "start_at"],
  frustrations: ["frustration_count", "start_at"],
} as const satisfies Record<SessionSearch["sort"], readonly (keyof SessionRow)[]>;

/** Values of one facet at most. */
const MAX_FACET_VALUES = 50;

/**
 * Finds sessions: how many match, the ids of one page, and the position after it. One row, so that all of the
 * work is done in the background; the sessions themselves are then few, and read by their ids.
 */
export function searchQuery(search: SessionSearch): Query {
  const matching = builder.selectFrom("sessions").where((expression) => matches(expression, search));
  const columns = SORT_COLUMNS[search.sort];
  let page = matching.select([...columns, "id"]);
  if (search.after) page = page.where(isAfter(columns, search.after));
  for (const column of [...columns, "id"] as const) page = page.orderBy(column, "desc");
  const total = matching.select((expression) => expression.fn.countAll().as("total"));
  const lastKeys = columns.map(
    (column) =>
      sql`(SELECT ${sql.ref(column)} FROM page LIMIT 1 OFFSET ${search.limit - 1}) AS ${keyName(column)}`,
  );
  return compile(sql`
    WITH page AS MATERIALIZED ${page.limit(search.limit + 1)}
    SELECT ${total} AS total, (SELECT json_group_array(id) FROM page) AS ids, ${sql.join(lastKeys)}`);
}

/** The sessions of a page from the row that `searchQuery` gave. */
export function readFoundSessions(
  queries: Queries,
  search: SessionSearch,
  found: Readonly<Record<string, unknown>>,
): StoredSessionPage {
  const ids = JSON.parse(found["ids"] as string) as string[];
  const shown = ids.slice(0, search.limit);
  const rows = queries.all<SessionRow>(
    "SELECT * FROM sessions WHERE id IN (SELECT value FROM json_each(?))",
    [JSON.stringify(shown)],
  );
  const byId = new Map(rows.map((row) => [row.id, toSession(row)]));
  const last = ids.length > search.limit ? shown.at(-1) : undefined;
  return {
    sessions: shown.flatMap((id) => byId.get(id) ?? []),
    total: found["total"] as number,
    next:
      last === undefined
        ? null
        : { keys: SORT_COLUMNS[search.sort].map((column) => found[`last_${column}`] as number), id: last },
  };
}

const keyName = (column: string) => sql.id(`last_${column}`);

const FACETS = {
  applications: "application_id",
  services: "service",
  envs: "env",
  browsers: "browser_name",
  devices: "device_type",
} as const satisfies Record<keyof SessionFacets, keyof SessionRow>;

/** The values of all facets, as one row. */
export function facetsQuery(): Query {
  const facets = Object.entries(FACETS).map(([facet, column]) => {
    const values = builder
      .selectFrom("sessions")
      .select(`${column} as value`)
      .where(HAS_SEGMENTS)
      .where(column, "is not", null)
      .groupBy(column)
      .orderBy((expression) => expression.fn.countAll(), "desc")
      .orderBy(column)
      .limit(MAX_FACET_VALUES);
    return sql`(SELECT json_group_array(value) FROM ${values}) AS ${sql.id(facet)}`;
  });
  return compile(sql`SELECT ${sql.join(facets)}`);
}

/** The facets from the row that `facetsQuery` gave. */
export function readFacets(found: Readonly<Record<string, unknown>>): SessionFacets {
  const values = (facet: keyof SessionFacets) => JSON.parse(found[facet] as string) as string[];
  return {
    applications: values("applications"),
    services: values("services"),
    envs: values("envs"),
    browsers: values("browsers"),
    devices: values("devices"),
  };
}

function compile(query: RawBuilder<unknown>): Query {
  const compiled = query.compile(builder);
  return { sql: compiled.sql, parameters: compiled.parameters as readonly SqlValue[] };
}

/** As a literal: with a parameter the partial indexes would not apply. */
const HAS_SEGMENTS = sql<SqlBool>`replayed = 1`;

type Sessions = ExpressionBuilder<SearchSchema, "sessions">;

function matches(expression: Sessions, search: SessionSearch) {
  // One scan of the views, not one look for each session.
  const onPage = (text: string) =>
    expression(
      "id",
      "in",
      expression.selectFrom("views").select("session_id").where(contains("fold_page", text)),
    );
  const bounds = [
    ["start_at", ">=", search.from],
    ["start_at", "<=", search.to],
    ["duration", ">=", search.minDuration],
    ["duration", "<=", search.maxDuration],
    ["error_count", ">", search.withErrors ? 0 : undefined],
    ["frustration_count", ">", search.withFrustrations ? 0 : undefined],
  ] as const;
  return expression.and([
    HAS_SEGMENTS,
    ...bounds.flatMap(([column, operator, value]) =>
      value === undefined ? [] : [expression(column, operator, value)],
    ),
    ...has("fold_user", search.user),
    ...has("fold_application", search.application),
    ...has("fold_service", search.service),
    ...has("fold_env", search.env),
    ...has("fold_browser", search.browser),
    ...has("fold_device", search.device),
    ...has("fold_country", search.country),
    ...(search.page ? [onPage(search.page)] : []),
    ...(search.watched ? [isWatched(expression, search.watched)] : []),
    ...(search.text
      ? [
          expression.or([
            ...has("fold_id", search.text),
            ...has("fold_user", search.text),
            onPage(search.text),
          ]),
        ]
      : []),
  ]);
}

const isWatched = (expression: Sessions, { by, is }: NonNullable<SessionSearch["watched"]>) =>
  expression(
    "id",
    is ? "in" : "not in",
    expression.selectFrom("watches").select("session_id").where("viewer_uuid", "=", by),
  );

const has = (column: keyof SearchSchema["sessions"], text: string | undefined) =>
  text ? [contains(`sessions.${column}`, text)] : [];

/** `instr` rather than LIKE: no wildcards to escape, and case is folded for all scripts, not ASCII alone. */
const contains = (column: string, text: string) =>
  sql<SqlBool>`instr(${sql.ref(column)}, ${foldText(text)}) > 0`;

/** Keyset paging: rows that sort after the position, whatever came in meanwhile. */
function isAfter(columns: readonly string[], position: SessionPosition) {
  const names = sql.join([...columns, "id"].map((column) => sql.ref(column)));
  return sql<SqlBool>`(${names}) < (${sql.join([...position.keys, position.id])})`;
}
