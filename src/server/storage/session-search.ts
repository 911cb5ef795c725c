import {
  DummyDriver,
  type ExpressionBuilder,
  type Generated,
  Kysely,
  type SqlBool,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from "kysely";
import type { Queries, SqlValue } from "./database.ts";
import type { SessionFacets, SessionPosition, SessionSearch, StoredSessionPage } from "./driver.ts";
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
    readonly view_key: Generated<number>;
  };
}

// Only builds and compiles: the statements run on the store's own connection, prepared once each.
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

/** See `EventPlatform.searchSessions`. */
export function searchSessions(queries: Queries, search: SessionSearch): StoredSessionPage {
  const matching = builder.selectFrom("sessions").where((expression) => matches(expression, search));
  const columns = SORT_COLUMNS[search.sort];
  let page = matching.selectAll("sessions");
  if (search.after) page = page.where(isAfter(columns, search.after));
  for (const column of [...columns, "id"] as const) page = page.orderBy(column, "desc");
  const rows = run<SessionRow>(queries, page.limit(search.limit + 1));
  const total = run<{ total: number }>(
    queries,
    matching.select((expression) => expression.fn.countAll<number>().as("total")),
  );
  const shown = rows.slice(0, search.limit);
  const last = rows.length > search.limit ? shown.at(-1) : undefined;
  return {
    sessions: shown.map(toSession),
    total: total[0]?.total ?? 0,
    next: last ? { keys: columns.map((column) => last[column]), id: last.id } : null,
  };
}

/** See `EventPlatform.facets`. */
export function readFacets(queries: Queries): SessionFacets {
  const values = (column: "application_id" | "service" | "env" | "browser_name" | "device_type") =>
    run<{ value: string }>(
      queries,
      builder
        .selectFrom("sessions")
        .select(`${column} as value`)
        .where("segment_count", ">", 0)
        .where(column, "is not", null)
        .groupBy(column)
        .orderBy((expression) => expression.fn.countAll(), "desc")
        .orderBy(column)
        .limit(MAX_FACET_VALUES),
    ).map((row) => row.value);
  return {
    applications: values("application_id"),
    services: values("service"),
    envs: values("env"),
    browsers: values("browser_name"),
    devices: values("device_type"),
  };
}

interface Compilable {
  compile(): { readonly sql: string; readonly parameters: readonly unknown[] };
}

function run<Row>(queries: Queries, query: Compilable): Row[] {
  const compiled = query.compile();
  return queries.all<Row>(compiled.sql, compiled.parameters as readonly SqlValue[]);
}

type Sessions = ExpressionBuilder<SearchSchema, "sessions">;

function matches(expression: Sessions, search: SessionSearch) {
  const onPage = (text: string) =>
    expression.exists(
      expression
        .selectFrom("views")
        .select("view_key")
        .whereRef("session_id", "=", "sessions.id")
        .where(contains("fold_page", text)),
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
    expression("segment_count", ">", 0),
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
