import { parseAsBoolean, parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import type { ListRequest } from '@/components/dispatchers/list-path';
import { DISPATCHER_SORTS } from '@/lib/dispatchers/constants';
import type { DispatcherSort } from '@/lib/dispatchers/schema';

const STATE = {
  q: parseAsString.withDefault(''),
  type: parseAsString,
  tag: parseAsString,
  enabled: parseAsBoolean,
  fired: parseAsBoolean,
  sort: parseAsStringLiteral(DISPATCHER_SORTS).withDefault('updated'),
  dir: parseAsStringLiteral(['asc', 'desc'] as const),
  page: parseAsInteger.withDefault(1),
};

/** How each order is called, and the direction in which one wants it at first. */
export const SORTS: Record<DispatcherSort, { label: string; direction: 'asc' | 'desc' }> = {
  updated: { label: 'Last changed', direction: 'desc' },
  name: { label: 'Name', direction: 'asc' },
  eventType: { label: 'Event type', direction: 'asc' },
  lastFired: { label: 'Last fired', direction: 'desc' },
  failures: { label: 'Most failures', direction: 'desc' },
};

/** What the list shows, kept in the address. Another filter or order begins at the first page. */
export function useListState() {
  const [{ q, type, tag, enabled, fired, sort, dir, page }, setState] = useQueryStates(STATE);
  const request: ListRequest = {
    text: q,
    eventType: type,
    tag,
    enabled,
    neverFired: fired === null ? null : !fired,
    sort,
    direction: dir ?? SORTS[sort].direction,
    page: Math.max(1, page),
  };
  return {
    request,
    isFiltered: q !== '' || [type, tag, enabled, fired].some((value) => value !== null),
    setText: (text: string) => setState({ q: text || null, page: null }),
    filter: (filter: { type?: string | null; tag?: string | null; enabled?: boolean | null; fired?: boolean | null }) =>
      setState({ ...filter, page: null }),
    /** The same again turns the order round. */
    sortBy: (next: DispatcherSort) => {
      const turned = request.direction === 'asc' ? ('desc' as const) : ('asc' as const);
      return setState({ sort: next, dir: next === sort ? turned : null, page: null });
    },
    goTo: (next: number) => setState({ page: next === 1 ? null : next }),
    clear: () => setState({ q: null, type: null, tag: null, enabled: null, fired: null, page: null }),
  };
}
export type ListState = ReturnType<typeof useListState>;
