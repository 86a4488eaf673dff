import { pageTasks } from '@/db/task-pages';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import type { Page } from '@/lib/format/page';
import { parseRql } from '@/lib/rql/parse';
import type { Task } from './schema';

/** One page of tasks that an RQL query selects. @throws ServiceError 10, 19. */
export async function listTasks(principal: Principal, query: string): Promise<Page<Task>> {
  requirePermission(principal, 'VIEW_TASKS');
  return pageTasks(parseRql(query), query);
}
