import { setImmediate as nextTurn } from 'node:timers/promises';
import { readActivity } from '@/db/dispatcher-activity';
import { listFacets, listSummaries } from '@/db/dispatcher-summaries';
import { listTypesArrived } from '@/db/event-types';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { createSuggester } from '@/lib/format/suggest';
import { parseInput } from '@/lib/http/parse-input';
import { type Dispatcher, type DispatcherFacets, type DispatcherList, DispatcherListQuery } from './schema';

const MAX_TYPES = 1_000;

/** One page of dispatchers with what each did lately. @throws ServiceError 10, 15. */
export async function listDispatcherSummaries(
  principal: Principal,
  query: URLSearchParams,
  now: number,
): Promise<DispatcherList> {
  requirePermission(principal, 'VIEW_DISPATCHERS');
  requirePermission(principal, 'VIEW_EVENTS');
  const parsed = parseInput(DispatcherListQuery, Object.fromEntries(query));
  const { total, data } = await listSummaries(parsed, now);
  const activity = await readActivity(
    data.map(({ id }) => id),
    now,
  );
  const never = data.filter((_, index) => activity[index]?.lastFiredAt === undefined);
  const suggestions = await suggestTypes(never);
  return {
    page: { total, offset: (parsed.page - 1) * parsed.limit, limit: parsed.limit },
    data: data.map((dispatcher, index) => ({
      ...dispatcher,
      failures24h: 0,
      hours: [],
      ...activity[index],
      actions: dispatcher.actions.map(({ id, type, name, enabled }) => ({
        id,
        type,
        ...(name === undefined ? {} : { name }),
        enabled,
      })),
      suggestions: suggestions.get(dispatcher.id) ?? [],
    })),
  };
}

/** What the list can be filtered by. @throws ServiceError 10. */
export async function listDispatcherFacets(principal: Principal): Promise<DispatcherFacets> {
  requirePermission(principal, 'VIEW_DISPATCHERS');
  return listFacets();
}

/** For each whose type never arrived: what it may be a slip of. */
async function suggestTypes(dispatchers: readonly Dispatcher[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  if (dispatchers.length === 0) return found;
  const arrived = listTypesArrived(MAX_TYPES).map(({ type }) => type);
  const suggest = createSuggester(arrived);
  for (const { id, eventType } of dispatchers) {
    if (arrived.includes(eventType)) continue;
    found.set(id, suggest(eventType));
    await nextTurn();
  }
  return found;
}
