import { setTimeout as delay } from 'node:timers/promises';
import { tellAudit } from '@/db/audit-context';
import { assertFilter, type KeysetSource, newestId, walk } from '@/db/keyset';
import { ServiceError } from '@/lib/errors/service-error';
import type { JsonObject } from '@/lib/format/json';
import { assertOnlyFilter } from '@/lib/rql/only-filter';
import { parseRql } from '@/lib/rql/parse';
import type { BulkInput, BulkResult } from './schema';

/** Rows of one transaction: bounds how long it holds the event loop. */
const SLICE = 100;

/** One row that was to be changed; `refusal` says why it stayed as it is. */
export interface RowResult {
  refusal: string | undefined;
}

/**
 * Changes every row that a filter finds, the oldest first, a slice at a time. After each slice it rests as long as the
 * slice took, so that events are accepted meanwhile. Rows that are made during the walk are left out.
 * @param change one short transaction; answers a result for each row that is still there.
 * @throws ServiceError 19, and 26 for a query that filters nothing.
 */
export async function changeMatching(
  source: KeysetSource,
  input: BulkInput,
  change: (ids: readonly string[]) => Promise<RowResult[]>,
): Promise<BulkResult> {
  const query = parseRql(input.query);
  const { filter } = query;
  if (!filter) throw new ServiceError(26, 'The query must filter: it says which rows are to be changed');
  assertOnlyFilter(query);
  assertFilter(source, filter);
  tellAudit(JSON.parse(JSON.stringify(input)) as JsonObject);
  const [after, until = newestId(source)] = input.after?.split('-') ?? [];
  const result: BulkResult = { matched: 0, changed: 0, skipped: 0, reasons: {} };
  if (until === undefined) return result;
  let room = input.limit ?? Number.POSITIVE_INFINITY;
  const steps = walk(source, filter, { direction: 'oldest', after, until, limit: Math.min(SLICE, room) });
  for await (const step of steps) {
    const startedAt = performance.now();
    const ids = step.ids.slice(0, room);
    if (ids.length > 0) note(result, await change(ids));
    room -= ids.length;
    const last = ids.length < step.ids.length ? ids.at(-1) : step.after;
    if (!input.dryRun) await delay(performance.now() - startedAt);
    if (room <= 0 && last !== undefined) return { ...result, next: `${last}-${until}` };
  }
  return result;
}

function note(result: BulkResult, rows: readonly RowResult[]): void {
  for (const { refusal } of rows) {
    result.matched++;
    if (refusal === undefined) {
      result.changed++;
      continue;
    }
    result.skipped++;
    result.reasons[refusal] = (result.reasons[refusal] ?? 0) + 1;
  }
}
