import { pageSchedules } from '@/db/schedules';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import type { Page } from '@/lib/format/page';
import { parseRql } from '@/lib/rql/parse';
import type { Schedule } from './schema';

/** One page of schedules that an RQL query selects. @throws ServiceError 10, 19. */
export async function listSchedules(principal: Principal, query: string): Promise<Page<Schedule>> {
  requirePermission(principal, 'VIEW_TASK_SCHEDULES');
  return pageSchedules(parseRql(query), query);
}
