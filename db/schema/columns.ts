import { customType, integer, text } from 'drizzle-orm/sqlite-core';

/** 24 lower-case hex characters, see lib/format/id. */
export const id = () => text('id').primaryKey();

/** Epoch milliseconds. */
export const creationTimestamp = () => integer('creation_timestamp').notNull();
export const updateTimestamp = () => integer('update_timestamp').notNull();

/**
 * JSON of which one damaged value must not take its whole list with it.
 * @param whenUnreadable stands for what cannot be read; the same object each time, so that it can be told.
 */
export function configuration<T>(name: string, whenUnreadable: T) {
  return customType<{ data: T; driverData: string }>({
    dataType: () => 'text',
    toDriver: (value) => JSON.stringify(value),
    fromDriver: (stored) => {
      try {
        return JSON.parse(stored);
      } catch {
        warnOfUnreadable(name, stored);
        return whenUnreadable;
      }
    },
  })(name);
}

const WARN_AGAIN_MS = 60_000;
const warnedAt = new Map<string, number>();

function warnOfUnreadable(column: string, stored: string): void {
  const now = performance.now();
  if (now - (warnedAt.get(column) ?? Number.NEGATIVE_INFINITY) < WARN_AGAIN_MS) return;
  warnedAt.set(column, now);
  const what = `A stored value of '${column}' is no JSON, and what it describes is of no use: write it anew, or restore a backup`;
  process.emitWarning(`${what}. It begins with ${JSON.stringify(stored.slice(0, 40))}`, 'UnreadableConfiguration');
}
