import { count, inArray } from 'drizzle-orm';
import type { Task } from '@/lib/tasks/schema';
import { database } from './client';
import type { KeysetSource } from './keyset';
import { tasks } from './schema/tasks';
import { toTask } from './tasks';

/** Tasks, to be walked in the order in which they were made. `text` is their data as JSON text, for a search that knows no path. */
export const taskSource: KeysetSource = {
  id: tasks.id,
  indexed: ['status', 'functionName'],
  fields: {
    id: { kind: 'text', column: tasks.id },
    runId: { kind: 'text', column: tasks.runId },
    status: { kind: 'text', column: tasks.status },
    functionName: { kind: 'text', column: tasks.functionName },
    data: { kind: 'json', column: tasks.data },
    text: { kind: 'text', column: tasks.data },
    tags: { kind: 'json', column: tasks.tags },
    error: { kind: 'json', column: tasks.error },
    priority: { kind: 'number', column: tasks.priority },
    attempts: { kind: 'number', column: tasks.attempts },
    idempotencyKey: { kind: 'text', column: tasks.idempotencyKey },
    startTimestamp: { kind: 'timestamp', column: tasks.startTimestamp },
    creationTimestamp: { kind: 'timestamp', column: tasks.creationTimestamp },
    updateTimestamp: { kind: 'timestamp', column: tasks.updateTimestamp },
  },
  ids: ({ where, orderBy, limit, offset }) =>
    database()
      .select({ id: tasks.id })
      .from(tasks)
      .where(where)
      .orderBy(orderBy)
      .limit(limit)
      .offset(offset)
      .all()
      .map((row) => row.id),
  count: (where) => database().select({ count: count() }).from(tasks).where(where).get()?.count ?? 0,
};

/** Tasks by id, in the order of `ids`; unknown ids are left out. */
export async function findTasks(ids: readonly string[]): Promise<Task[]> {
  const rows = database()
    .select()
    .from(tasks)
    .where(inArray(tasks.id, [...ids]))
    .all();
  const found = new Map(rows.map((row) => [row.id, toTask(row)]));
  return ids.flatMap((id) => found.get(id) ?? []);
}
