import { pageSubscriptions, type Subscription } from '@/db/subscriptions';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import type { Page } from '@/lib/format/page';
import { parseRql } from '@/lib/rql/parse';

/** One row per event type that a dispatcher listens to. @throws ServiceError 10, 19. */
export async function listSubscriptions(principal: Principal, query: string): Promise<Page<Subscription>> {
  requirePermission(principal, 'VIEW_SUBSCRIPTIONS');
  return pageSubscriptions(parseRql(query), query);
}
