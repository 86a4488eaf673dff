import { asc, count, desc, like, or, sql } from 'drizzle-orm';
import type { Page } from '@/lib/format/page';
import type { RqlQuery } from '@/lib/rql/schema';
import type { Template, TemplateListQuery, TemplateOrder } from '@/lib/templates/schema';
import { database } from './client';
import { readPage } from './page';
import { readable } from './readable';
import type { RqlFieldMap } from './rql';
import { templates } from './schema/templates';
import { toTemplate } from './templates';

const FIELDS: RqlFieldMap = {
  id: { kind: 'text', column: templates.id },
  name: { kind: 'text', column: templates.name },
  description: { kind: 'text', column: templates.description },
  inputs: { kind: 'json', column: readable(templates.inputs) },
  outputs: { kind: 'json', column: readable(templates.outputs) },
  creationTimestamp: { kind: 'timestamp', column: templates.creationTimestamp },
  updateTimestamp: { kind: 'timestamp', column: templates.updateTimestamp },
};

/** Templates that the query selects, oldest first unless it says otherwise. @throws ServiceError 19. */
export async function pageTemplates(query: RqlQuery, raw: string): Promise<Page<Template>> {
  return readPage(
    {
      fields: FIELDS,
      rows: ({ where, orderBy, limit, offset }) =>
        database()
          .select()
          .from(templates)
          .where(where)
          .orderBy(...orderBy, templates.id)
          .limit(limit)
          .offset(offset)
          .all()
          .map(toTemplate),
      count: (where) => database().select({ count: count() }).from(templates).where(where).get()?.count ?? 0,
    },
    query,
    raw,
  );
}

const ORDERS = {
  name: [sql`${templates.name} collate nocase asc`, asc(templates.id)],
  '-name': [sql`${templates.name} collate nocase desc`, desc(templates.id)],
  updated: [asc(templates.updateTimestamp), asc(templates.id)],
  '-updated': [desc(templates.updateTimestamp), desc(templates.id)],
} satisfies Record<TemplateOrder, unknown>;

/** One page of templates without what they say, and how many there are in all. */
export async function listTemplateRows({ search, sort, limit, offset }: TemplateListQuery) {
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  const contains = (column: typeof templates.name | typeof templates.description) =>
    sql`${like(column, pattern)} escape '\\'`;
  const where = search === '' ? undefined : or(contains(templates.name), contains(templates.description));
  const rows = database()
    .select({
      id: templates.id,
      name: templates.name,
      description: templates.description,
      outputs: sql<string>`(select json_group_array(key) from json_each(${readable(templates.outputs)}))`,
      updateTimestamp: templates.updateTimestamp,
    })
    .from(templates)
    .where(where)
    .orderBy(...ORDERS[sort])
    .limit(limit)
    .offset(offset)
    .all()
    .map(({ description, outputs, ...row }) => ({
      ...row,
      ...(description === null ? {} : { description }),
      outputs: JSON.parse(outputs) as string[],
    }));
  return { rows, total: await database().$count(templates, where) };
}

/** Every template's id, name and time of its last change. */
export function listTemplateVersions(): Pick<Template, 'id' | 'name' | 'updateTimestamp'>[] {
  const { id, name, updateTimestamp } = templates;
  return database().select({ id, name, updateTimestamp }).from(templates).orderBy(asc(name)).all();
}
