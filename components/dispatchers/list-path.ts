import type { DispatcherSort } from '@/lib/dispatchers/schema';

export const PAGE_SIZE = 50;

/** What the list is asked for; what is absent does not filter. */
export interface ListRequest {
  /** Text to look for in name, description and event type, in any case. */
  text: string;
  eventType: string | null;
  tag: string | null;
  enabled: boolean | null;
  neverFired: boolean | null;
  sort: DispatcherSort;
  direction: 'asc' | 'desc';
  /** Counted from 1. */
  page: number;
}

/** What the list shows at first. */
export const EVERY_DISPATCHER: ListRequest = {
  text: '',
  eventType: null,
  tag: null,
  enabled: null,
  neverFired: null,
  sort: 'updated',
  direction: 'desc',
  page: 1,
};

/** The address of a list that holds one dispatcher, or nothing. */
export function toDispatcherPath(id: string): string {
  return `/dispatchers/v1/?eq(id,${id})&limit(1)`;
}

/** The address of one page of dispatchers. */
export function toListPath(request: ListRequest): string {
  return `/api/v1/dispatchers?${toListQuery(request)}`;
}

export function toListQuery(request: ListRequest): URLSearchParams {
  const { text, eventType, tag, enabled, neverFired, sort, direction, page } = request;
  const query = new URLSearchParams({ sort, direction, page: String(page), limit: String(PAGE_SIZE) });
  if (text.trim()) query.set('text', text.trim());
  if (eventType) query.set('eventType', eventType);
  if (tag) query.set('tag', tag);
  if (enabled !== null) query.set('enabled', String(enabled));
  if (neverFired !== null) query.set('neverFired', String(neverFired));
  return query;
}
