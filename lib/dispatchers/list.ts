import { pageDispatchers } from '@/db/dispatcher-pages';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import type { Page } from '@/lib/format/page';
import { parseRql } from '@/lib/rql/parse';
import type { Dispatcher } from './schema';

/** One page of dispatchers that an RQL query selects. @throws ServiceError 10, 19. */
export async function listDispatchers(principal: Principal, query: string): Promise<Page<Dispatcher>> {
  requirePermission(principal, 'VIEW_DISPATCHERS');
  return pageDispatchers(parseRql(query), query);
}
