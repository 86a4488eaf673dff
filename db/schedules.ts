import { and, asc, count, eq, lte } from 'drizzle-orm';
import type { Page } from '@/lib/format/page';
import type { RqlQuery } from '@/lib/rql/schema';
import type { Schedule } from '@/lib/schedules/schema';
import { recordChange } from './audit';
import { database, writeTransaction } from './client';
import { readPage } from './page';
import type { RqlFieldMap } from './rql';
import { schedules } from './schema/schedules';
import { insertTask, type NewTask } from './tasks';

const FIELDS: RqlFieldMap = {
  id: { kind: 'text', column: schedules.id },
  interval: { kind: 'number', column: schedules.interval },
  functionName: { kind: 'text', column: schedules.functionName },
  data: { kind: 'json', column: schedules.data },
  priority: { kind: 'number', column: schedules.priority },
  startTimestamp: { kind: 'timestamp', column: schedules.startTimestamp },
  nextTimestamp: { kind: 'timestamp', column: schedules.nextTimestamp },
  creationTimestamp: { kind: 'timestamp', column: schedules.creationTimestamp },
  updateTimestamp: { kind: 'timestamp', column: schedules.updateTimestamp },
};

export async function insertSchedule(schedule: Schedule): Promise<void> {
  writeTransaction(() => recording(schedule.id, () => database().insert(schedules).values(schedule).run()));
}

/** Removes a schedule; the tasks that it created stay. @returns how many were removed: 0 or 1. */
export async function deleteSchedule(id: string): Promise<number> {
  return writeTransaction(() =>
    recording(id, () => database().delete(schedules).where(eq(schedules.id, id)).run().changes),
  );
}

function recording<T>(id: string, change: () => T): T {
  const read = () => database().select().from(schedules).where(eq(schedules.id, id)).get();
  return recordChange('schedule', read, change);
}

/** Schedules whose next task is due, the longest overdue first. */
export async function listDueSchedules(now: number, limit: number): Promise<Schedule[]> {
  return database()
    .select()
    .from(schedules)
    .where(lte(schedules.nextTimestamp, now))
    .orderBy(asc(schedules.nextTimestamp), asc(schedules.id))
    .limit(limit)
    .all()
    .map(toSchedule);
}

/** When the next task of any schedule is due (epoch ms). */
export async function nextScheduleDueAt(): Promise<number | undefined> {
  return database()
    .select({ dueAt: schedules.nextTimestamp })
    .from(schedules)
    .orderBy(asc(schedules.nextTimestamp))
    .limit(1)
    .get()?.dueAt;
}

/** A schedule's due task, and the time to which the schedule moves on. */
export interface ScheduledTask {
  schedule: Schedule;
  task: NewTask;
  nextTimestamp: number;
}

/**
 * Creates due tasks and moves their schedules on, in one commit. A schedule that was moved or removed meanwhile gets none:
 * that is what makes a task of a slot come once.
 * @returns how many tasks were created.
 */
export async function createScheduledTasks(list: readonly ScheduledTask[], now: number): Promise<number> {
  return writeTransaction(() => list.filter((one) => createScheduledTask(one, now)).length);
}

function createScheduledTask({ schedule, task, nextTimestamp }: ScheduledTask, now: number): boolean {
  const { changes } = database()
    .update(schedules)
    .set({ nextTimestamp, updateTimestamp: now })
    .where(and(eq(schedules.id, schedule.id), eq(schedules.nextTimestamp, schedule.nextTimestamp)))
    .run();
  if (changes === 1) insertTask(task);
  return changes === 1;
}

/** Schedules that the query selects, oldest first unless it says otherwise. @throws ServiceError 19. */
export async function pageSchedules(query: RqlQuery, raw: string): Promise<Page<Schedule>> {
  return readPage(
    {
      fields: FIELDS,
      rows: ({ where, orderBy, limit, offset }) =>
        database()
          .select()
          .from(schedules)
          .where(where)
          .orderBy(...orderBy, schedules.id)
          .limit(limit)
          .offset(offset)
          .all()
          .map(toSchedule),
      count: (where) => database().select({ count: count() }).from(schedules).where(where).get()?.count ?? 0,
    },
    query,
    raw,
  );
}

function toSchedule(row: typeof schedules.$inferSelect): Schedule {
  return {
    ...row,
    priority: row.priority ?? undefined,
    createdByUserId: row.createdByUserId ?? undefined,
    createdByApplicationId: row.createdByApplicationId ?? undefined,
  };
}
