import { eq, like, or, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Found } from '@/lib/search/schema';
import { database } from './client';
import { dispatchers } from './schema/dispatchers';
import { events } from './schema/events';
import { functions } from './schema/functions';
import { mails } from './schema/mails';
import { runs } from './schema/runs';
import { sources } from './schema/sources';
import { tasks } from './schema/tasks';
import { templates } from './schema/templates';

/** A text inside a column, whatever its case. */
function holds(column: SQLiteColumn, text: string): SQL {
  const escaped = text.replace(/[\\%_]/g, '\\$&');
  return sql`${like(column, `%${escaped}%`)} escape '\\'`;
}

/** What is configured under a name that holds `text`: small tables, looked through whole. */
export const findByName: Record<
  'dispatcher' | 'template' | 'function' | 'source',
  (text: string, limit: number) => Found[]
> = {
  dispatcher: (text, limit) =>
    database()
      .select({ id: dispatchers.id, name: dispatchers.name, eventType: dispatchers.eventType })
      .from(dispatchers)
      .where(or(holds(dispatchers.name, text), holds(dispatchers.eventType, text)))
      .limit(limit)
      .all()
      .map(({ id, name, eventType }) => ({
        kind: 'dispatcher',
        id,
        title: name ?? eventType,
        ...(name === null ? {} : { detail: eventType }),
      })),
  template: (text, limit) =>
    database()
      .select({ id: templates.id, title: templates.name, description: templates.description })
      .from(templates)
      .where(holds(templates.name, text))
      .limit(limit)
      .all()
      .map(({ description, ...rest }) => ({ kind: 'template', ...rest, ...toDetail(description) })),
  function: (text, limit) =>
    database()
      .select({ name: functions.name, detail: functions.kind })
      .from(functions)
      .where(holds(functions.name, text))
      .limit(limit)
      .all()
      .map(({ name, detail }) => ({ kind: 'function', id: name, title: name, detail })),
  source: (text, limit) =>
    database()
      .select({ name: sources.name, description: sources.description })
      .from(sources)
      .where(holds(sources.name, text))
      .limit(limit)
      .all()
      .map(({ name, description }) => ({ kind: 'source', id: name, title: name, ...toDetail(description) })),
};

/** What happened, by its id. */
export const findById: Record<'event' | 'run' | 'mail' | 'task', (id: string) => Found[]> = {
  event: (id) =>
    database()
      .select({ id: events.id, title: events.type, detail: events.source })
      .from(events)
      .where(eq(events.id, id))
      .all()
      .map((row) => ({ kind: 'event', ...row })),
  run: (id) =>
    database()
      .select({ id: runs.id, title: runs.lane, detail: runs.status })
      .from(runs)
      .where(eq(runs.id, id))
      .all()
      .map((row) => ({ kind: 'run', ...row })),
  mail: (id) =>
    database()
      .select({ id: mails.id, title: mails.subject, detail: mails.status })
      .from(mails)
      .where(eq(mails.id, id))
      .all()
      .map((row) => ({ kind: 'mail', ...row })),
  task: (id) =>
    database()
      .select({ id: tasks.id, title: tasks.functionName, detail: tasks.status })
      .from(tasks)
      .where(eq(tasks.id, id))
      .all()
      .map((row) => ({ kind: 'task', ...row })),
};

function toDetail(text: string | null): { detail?: string } {
  return text === null ? {} : { detail: text };
}
