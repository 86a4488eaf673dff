import { type SQLWrapper, sql } from 'drizzle-orm';

/** A column of JSON for SQLite's own functions, which end the whole statement over one value that is none: that is null. */
export function readable(column: SQLWrapper) {
  return sql`case when json_valid(${column}) then ${column} end`;
}
