import { holds } from '@/components/data/rql';

export const PAGE_SIZE = 50;

interface ListRequest {
  /** Text to look for in name and event type, in any case. */
  search: string;
  /** Counted from 1. */
  page: number;
}

/** The address of one page of dispatchers, last changed first, as a query in RQL. */
export function toListPath({ search, page }: ListRequest): string {
  const terms = [`limit(${PAGE_SIZE},${(page - 1) * PAGE_SIZE})`, 'sort(-updateTimestamp)'];
  const text = search.trim();
  if (text) terms.push(`or(${holds('name', text)},${holds('eventType', text)})`);
  return `/dispatchers/v1/?${terms.join('&')}`;
}
