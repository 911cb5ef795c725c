import type { SqlValue } from "./database.ts";

/** Column names and values. */
export type Columns = Readonly<Record<string, SqlValue>>;

/**
 * The columns of a row that an UPDATE has to name. SQLite takes a row out of every index that has a named column, in
 * its condition too, and puts it in again, changed or not, and each of these indexes is then a page that goes to the
 * disk: so those in `indexed` are named only where they change. The others cost nothing beside the row itself, and
 * naming them always keeps the number of different statements small.
 */
export const changedColumns = (fresh: Columns, held: Columns, indexed: ReadonlySet<string>): string[] =>
  Object.keys(fresh).filter((name) => !indexed.has(name) || fresh[name] !== held[name]);
