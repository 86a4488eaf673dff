import { count } from 'drizzle-orm';
import type { Page } from '@/lib/format/page';
import type { RqlQuery } from '@/lib/rql/schema';
import type { Task } from '@/lib/tasks/schema';
import { database } from './client';
import { readPage } from './page';
import type { RqlFieldMap } from './rql';
import { tasks } from './schema/tasks';
import { toTask } from './tasks';

const FIELDS: RqlFieldMap = {
  id: { kind: 'text', column: tasks.id },
  status: { kind: 'text', column: tasks.status },
  statusChangedTimestamp: { kind: 'timestamp', column: tasks.statusChangedTimestamp },
  functionName: { kind: 'text', column: tasks.functionName },
  data: { kind: 'json', column: tasks.data },
  startTimestamp: { kind: 'timestamp', column: tasks.startTimestamp },
  tags: { kind: 'json', column: tasks.tags },
  priority: { kind: 'number', column: tasks.priority },
  createdByUserId: { kind: 'text', column: tasks.createdByUserId },
  createdByApplicationId: { kind: 'text', column: tasks.createdByApplicationId },
  retriedByTaskId: { kind: 'text', column: tasks.retriedByTaskId },
  retryForTaskIds: { kind: 'json', column: tasks.retryForTaskIds },
  error: { kind: 'json', column: tasks.error },
  creationTimestamp: { kind: 'timestamp', column: tasks.creationTimestamp },
  updateTimestamp: { kind: 'timestamp', column: tasks.updateTimestamp },
};

/** Tasks that the query selects, oldest first unless it says otherwise. @throws ServiceError 19. */
export async function pageTasks(query: RqlQuery, raw: string): Promise<Page<Task>> {
  return readPage(
    {
      fields: FIELDS,
      rows: ({ where, orderBy, limit, offset }) =>
        database()
          .select()
          .from(tasks)
          .where(where)
          .orderBy(...orderBy, tasks.id)
          .limit(limit)
          .offset(offset)
          .all()
          .map(toTask),
      count: (where) => database().select({ count: count() }).from(tasks).where(where).get()?.count ?? 0,
      large: {
        id: tasks.id,
        timeField: 'creationTimestamp',
        ids: ({ where, orderBy, limit, offset }) =>
          database()
            .select({ id: tasks.id })
            .from(tasks)
            .where(where)
            .orderBy(...orderBy, tasks.id)
            .limit(limit)
            .offset(offset)
            .toSQL(),
        count: (where) => database().select({ count: count() }).from(tasks).where(where).toSQL(),
      },
    },
    query,
    raw,
  );
}
