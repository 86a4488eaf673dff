import { type Column, gt, gte, lt, lte, type SQL } from 'drizzle-orm';
import { firstIdAt, timeOfId } from '@/lib/format/id';
import { type RqlNode, readIsoDate } from '@/lib/rql/schema';

/** A row is stored, and gets its id, within this time after its creation timestamp. */
const STORE_SLACK_MS = 60_000;
/** The latest time that the beginning of an id can hold. */
const LAST_ID_MS = 0xffff_ffff_ffff - STORE_SLACK_MS;
const ID_BOUNDS = { gt, ge: gte, lt, le: lte } as const;

/** The conditions of which each must hold. */
export function conjuncts(filter: RqlNode | undefined): readonly RqlNode[] {
  if (!filter) return [];
  return filter.op === 'and' ? filter.args.flatMap(conjuncts) : [filter];
}

/**
 * Bounds of the ids that a filter can select. Ids begin with their time: a range of `timeField` bounds them, too.
 * What they let through the filter itself still has to judge.
 */
export function idBounds(id: Column, filter: RqlNode | undefined, timeField: string): SQL[] {
  return conjuncts(filter).flatMap((node) => {
    if (!('path' in node) || !('value' in node)) return [];
    const field = node.path.join('.');
    const { value, text } = node.value;
    if (field === 'id' && node.op in ID_BOUNDS) return [ID_BOUNDS[node.op as keyof typeof ID_BOUNDS](id, text)];
    if (field !== timeField) return [];
    const at = typeof value === 'number' ? value : readIsoDate(text);
    if (at === undefined || at > LAST_ID_MS) return [];
    if (node.op === 'gt' || node.op === 'ge') return [gte(id, firstIdAt(Math.floor(at)))];
    if (node.op === 'lt' || node.op === 'le') return [lt(id, firstIdAt(Math.ceil(at) + STORE_SLACK_MS))];
    return [];
  });
}

/**
 * Bounds the ids of the first rows in the order of their times, when the last of just as many in the order of ids is known:
 * what lies further has a later time (or an earlier one, from the newest back) than all of them.
 */
export function boundByTime(id: Column, last: string, direction: 'asc' | 'desc'): SQL {
  const at = timeOfId(last);
  return direction === 'desc'
    ? gte(id, firstIdAt(at - STORE_SLACK_MS))
    : lt(id, firstIdAt(Math.min(at, LAST_ID_MS) + STORE_SLACK_MS + 1));
}
