import { type EventSample, readNewestEvents } from '@/db/event-samples';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { observePaths } from '@/lib/expressions/observe-paths';
import { type ObservedPaths, ObservedPathsQuery } from '@/lib/expressions/schema';
import { parseInput } from '@/lib/http/parse-input';

const MAX_EVENTS = 200;
/** Reading and walking this much takes some 20 ms. */
const MAX_BYTES = 1_048_576;

/** The paths that the newest events of a type have in their content. @throws ServiceError 10, 14, 15. */
export async function listObservedPaths(principal: Principal, query: URLSearchParams): Promise<ObservedPaths> {
  requirePermission(principal, 'VIEW_EVENTS');
  const { type } = parseInput(ObservedPathsQuery, Object.fromEntries(query));
  const samples = sampleEvents(type);
  return {
    type,
    events: samples.length,
    paths: observePaths(
      samples.map(({ content }) => content),
      ['content'],
    ),
  };
}

/** The events that a type is learnt from, the newest first. */
export function sampleEvents(type: string): EventSample[] {
  return readNewestEvents(type, MAX_EVENTS, MAX_BYTES);
}
