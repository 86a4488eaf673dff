import { listTypesArrived } from '@/db/event-types';
import { findById, findByName } from '@/db/search';
import { hasPermission, type Principal } from '@/lib/auth/principal';
import type { Permission } from '@/lib/auth/schema';
import { isObjectId } from '@/lib/format/id';
import { parseInput } from '@/lib/http/parse-input';
import { FOUND_KINDS, type Found, type FoundKind, SearchQuery, type SearchResult } from './schema';

const MOST_OF_A_KIND = 6;
/** How many event types are looked through. */
const MAX_TYPES = 1_000;

const VIEW: Record<FoundKind, Permission> = {
  dispatcher: 'VIEW_DISPATCHERS',
  template: 'VIEW_TEMPLATES',
  function: 'VIEW_TASK_FUNCTIONS',
  source: 'VIEW_SOURCES',
  eventType: 'VIEW_EVENTS',
  event: 'VIEW_EVENTS',
  run: 'VIEW_EVENTS',
  mail: 'VIEW_MAILS',
  task: 'VIEW_TASKS',
};

/**
 * What the caller may see that has this text in its name, or this id. What they may not see is not found.
 * @throws ServiceError 14, 15.
 */
export async function search(principal: Principal, query: URLSearchParams): Promise<SearchResult> {
  const { text } = parseInput(SearchQuery, Object.fromEntries(query));
  const kinds = FOUND_KINDS.filter((kind) => hasPermission(principal, VIEW[kind]));
  return { data: kinds.flatMap((kind) => find(kind, text)) };
}

function find(kind: FoundKind, text: string): Found[] {
  switch (kind) {
    case 'eventType':
      return findTypes(text);
    case 'event':
    case 'run':
    case 'mail':
    case 'task':
      return isObjectId(text) ? findById[kind](text) : [];
    default:
      return findByName[kind](text, MOST_OF_A_KIND);
  }
}

function findTypes(text: string): Found[] {
  const wanted = text.toLowerCase();
  return listTypesArrived(MAX_TYPES)
    .filter(({ type }) => type.toLowerCase().includes(wanted))
    .slice(0, MOST_OF_A_KIND)
    .map(({ type }) => ({ kind: 'eventType', id: type, title: type }));
}
