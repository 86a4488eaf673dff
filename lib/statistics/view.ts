import { setImmediate as nextTurn } from 'node:timers/promises';
import { listNeverFired, listOldestDispatchers, readActivity } from '@/db/dispatcher-activity';
import { type ArrivedType, countOfType, listTypesArrived, listTypesHeard, readArrivals } from '@/db/event-types';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { fieldFormat } from '@/lib/errors/service-error';
import { parseInput } from '@/lib/http/parse-input';
import { serverContext } from '@/lib/server/context';
import { keepSuggester } from './kept-suggester';
import {
  MAX_BUCKETS,
  MAX_DISPATCHERS,
  type NeverFired,
  type Statistics,
  StatisticsQuery,
  type UnheardType,
} from './schema';

const DAY_MS = 24 * 3_600_000;
const MAX_TYPES = 1_000;
const MAX_NEVER_FIRED = 50;
const MAX_UNHEARD = 100;

const suggestArrived = keepSuggester();
const suggestHeard = keepSuggester();

/**
 * What came in over time and what became of it, what each dispatcher did, and what never meets: dispatchers that no event
 * reaches, and events that no dispatcher hears.
 * @throws ServiceError 10, 15 (more than 200 buckets).
 */
export async function viewStatistics(principal: Principal, query: URLSearchParams, now: number): Promise<Statistics> {
  requirePermission(principal, 'VIEW_EVENTS');
  requirePermission(principal, 'VIEW_DISPATCHERS');
  const {
    bucket,
    dispatcherIds,
    to = now,
    from = Math.max(0, to - DAY_MS),
  } = parseInput(StatisticsQuery, Object.fromEntries(query));
  if (from >= to) throw fieldFormat([{ path: 'from', message: 'must be before `to`' }]);
  if (to - from > bucket * MAX_BUCKETS) {
    throw fieldFormat([{ path: 'bucket', message: `too short: there would be more than ${MAX_BUCKETS} buckets` }]);
  }
  const arrived = listTypesArrived(MAX_TYPES);
  const { total, data } = await listNeverFired(MAX_NEVER_FIRED);
  const types = arrived.map(({ type }) => type);
  const suggest = suggestArrived(types);
  const neverFired: NeverFired[] = [];
  for (const dispatcher of data) {
    const suggestions = types.includes(dispatcher.eventType) ? [] : suggest(dispatcher.eventType);
    neverFired.push({ ...dispatcher, suggestions });
    await nextTurn();
  }
  return {
    from,
    to,
    bucket,
    buckets: await serverContext().volume.countBuckets(from, to, bucket),
    dispatchers: await readActivity(dispatcherIds ?? listOldestDispatchers(MAX_DISPATCHERS), now),
    neverFired: { total, data: neverFired },
    unheard: await listUnheard(arrived, from, to),
  };
}

async function listUnheard(arrived: readonly ArrivedType[], from: number, to: number): Promise<UnheardType[]> {
  const heard = listTypesHeard();
  const known = new Set(heard);
  const suggest = suggestHeard(heard);
  const newest = arrived
    .filter(({ type }) => !known.has(type))
    .sort((a, b) => (a.lastEventId < b.lastEventId ? 1 : -1))
    .slice(0, MAX_UNHEARD);
  const arrivals = readArrivals(newest.map(({ lastEventId }) => lastEventId));
  const unheard: UnheardType[] = [];
  for (const { type, lastEventId } of newest) {
    const lastEventAt = arrivals.get(lastEventId) ?? 0;
    unheard.push({ type, events: countOfType(type, from, to), lastEventAt, suggestions: suggest(type) });
    await nextTurn();
  }
  return unheard;
}
