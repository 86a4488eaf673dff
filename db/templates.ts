import { eq, or } from 'drizzle-orm';
import { newObjectId } from '@/lib/format/id';
import type { Template, TemplateInput, TemplateUpdate } from '@/lib/templates/schema';
import { recordChange } from './audit';
import { database, writeTransaction } from './client';
import { templates } from './schema/templates';

/** Stores a template. @throws a unique violation when its name is taken. */
export async function insertTemplate(input: TemplateInput, now: number): Promise<Template> {
  const row = { ...input, id: newObjectId(now), creationTimestamp: now, updateTimestamp: now };
  writeTransaction(() => recording(row.id, () => database().insert(templates).values(row).run()));
  return row;
}

/**
 * Changes the given fields of a template.
 * @param guard the `updateTimestamp` that the caller has seen (epoch ms): with another one nothing is changed.
 * @returns how many were changed: 0 or 1; `stale` when the guard does not fit. @throws a unique violation.
 */
export async function updateTemplate(
  id: string,
  input: Omit<TemplateUpdate, 'updateTimestamp'>,
  { now, guard }: { now: number; guard?: number },
): Promise<number | 'stale'> {
  return writeTransaction(() => {
    const row = database().select({ at: templates.updateTimestamp }).from(templates).where(eq(templates.id, id)).get();
    if (row && guard !== undefined && guard !== row.at) return 'stale';
    const store = () =>
      database()
        .update(templates)
        .set({ ...input, updateTimestamp: now })
        .where(eq(templates.id, id))
        .run().changes;
    return recording(id, store);
  });
}

/** Removes a template. @returns how many were removed: 0 or 1. */
export async function deleteTemplate(id: string): Promise<number> {
  return writeTransaction(() =>
    recording(id, () => database().delete(templates).where(eq(templates.id, id)).run().changes),
  );
}

function recording<T>(id: string, change: () => T): T {
  return recordChange('template', () => findTemplate(id), change);
}

/** A template by its id or, failing that, its name. Synchronous: planning cannot wait. */
export function findTemplate(idOrName: string): Template | undefined {
  const rows = database()
    .select()
    .from(templates)
    .where(or(eq(templates.id, idOrName), eq(templates.name, idOrName)))
    .all();
  const row = rows.find((candidate) => candidate.id === idOrName) ?? rows[0];
  return row ? toTemplate(row) : undefined;
}

export function toTemplate(row: typeof templates.$inferSelect): Template {
  const { description, inputs, ...rest } = row;
  return {
    ...rest,
    ...(description === null ? {} : { description }),
    ...(inputs === null ? {} : { inputs }),
  };
}
