import { pageEvents } from '@/db/event-pages';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import type { Page } from '@/lib/format/page';
import { parseRql } from '@/lib/rql/parse';
import type { StoredEvent } from './schema';

/** One page of events that an RQL query selects. @throws ServiceError 10, 19. */
export async function listEvents(principal: Principal, query: string): Promise<Page<StoredEvent>> {
  requirePermission(principal, 'VIEW_EVENTS');
  return pageEvents(parseRql(query), query);
}
