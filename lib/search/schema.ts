import { z } from 'zod';
import { MAX_SEARCH_CHARACTERS } from './constants';

/** What can be found by name or id. */
export const FOUND_KINDS = [
  'dispatcher',
  'template',
  'function',
  'source',
  'eventType',
  'event',
  'run',
  'mail',
  'task',
] as const;
export type FoundKind = (typeof FOUND_KINDS)[number];

/** Query of `GET /api/v1/search`. */
export const SearchQuery = z.object({ text: z.string().trim().min(1, 'is required').max(MAX_SEARCH_CHARACTERS) });
export type SearchQuery = z.infer<typeof SearchQuery>;

/** One thing that was found. `id` is what its page is addressed by: of a function, a source or an event type its name. */
export interface Found {
  kind: FoundKind;
  id: string;
  title: string;
  detail?: string;
}

/** `GET /api/v1/search`: at most a few of each kind, in the order of `FOUND_KINDS`. */
export interface SearchResult {
  data: Found[];
}
