import { count } from 'drizzle-orm';
import type { Page } from '@/lib/format/page';
import type { RqlQuery } from '@/lib/rql/schema';
import type { Template } from '@/lib/templates/schema';
import { database } from './client';
import { readPage } from './page';
import type { RqlFieldMap } from './rql';
import { templates } from './schema/templates';
import { toTemplate } from './templates';

const FIELDS: RqlFieldMap = {
  id: { kind: 'text', column: templates.id },
  name: { kind: 'text', column: templates.name },
  description: { kind: 'text', column: templates.description },
  inputs: { kind: 'json', column: templates.inputs },
  outputs: { kind: 'json', column: templates.outputs },
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
