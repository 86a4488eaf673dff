import { setImmediate as nextTurn } from 'node:timers/promises';
import { inArray } from 'drizzle-orm';
import { firstIdAt } from '@/lib/format/id';
import { database, prepared } from './client';
import { dispatchers } from './schema/dispatchers';

/** A mail action, as far as it says which template it uses. */
export interface TemplateReference {
  dispatcherId: string;
  actionName: string | null;
  templateId: string | null;
  /** A name, or an expression that gives one. */
  templateName: string | null;
}

/** How many rows are read before others get their turn. */
const ACTIONS_AT_ONCE = 2_000;
/** A mail's template stands behind its text: such rows are slow to read. */
const MAILS_AT_ONCE = 500;
/** Counting mails ends here, with what was counted so far. */
const COUNT_BUDGET_MS = 50;

/** Which template each mail action of every dispatcher uses. */
export async function* walkTemplateReferences(): AsyncGenerator<TemplateReference> {
  const statement = prepared('templateUsage.actions', (db) =>
    db.$client.prepare(`
      SELECT id, dispatcher_id AS dispatcherId, name AS actionName,
        definition ->> '$.templateId' AS templateId, definition ->> '$.templateName' AS templateName
      FROM actions WHERE id > ? AND type = 'mail' ORDER BY id LIMIT ${ACTIONS_AT_ONCE}`),
  );
  let after = '';
  for (;;) {
    const rows = statement.all(after) as (TemplateReference & { id: string })[];
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < ACTIONS_AT_ONCE) return;
    after = last.id;
    await nextTurn();
  }
}

/** Mails stored since `since` (epoch ms) by the id of their template; not `complete`: at least so many. */
export async function countMailsByTemplate(
  since: number,
): Promise<{ counts: ReadonlyMap<string, number>; complete: boolean }> {
  const statement = prepared('templateUsage.mails', (db) =>
    db.$client.prepare(
      `SELECT id, template_id AS templateId FROM mails WHERE id < ? AND id >= ? ORDER BY id DESC LIMIT ${MAILS_AT_ONCE}`,
    ),
  );
  const counts = new Map<string, number>();
  const giveUpAt = performance.now() + COUNT_BUDGET_MS;
  const oldest = firstIdAt(since);
  let before = 'g';
  for (;;) {
    const rows = statement.all(before, oldest) as { id: string; templateId: string | null }[];
    for (const { templateId } of rows) if (templateId) counts.set(templateId, (counts.get(templateId) ?? 0) + 1);
    const last = rows.at(-1);
    if (!last || rows.length < MAILS_AT_ONCE) return { counts, complete: true };
    if (performance.now() > giveUpAt) return { counts, complete: false };
    before = last.id;
    await nextTurn();
  }
}

/** Name, type and state of these dispatchers, in the order of their ids. */
export function nameDispatchers(ids: readonly string[]) {
  return database()
    .select({
      id: dispatchers.id,
      name: dispatchers.name,
      eventType: dispatchers.eventType,
      enabled: dispatchers.enabled,
    })
    .from(dispatchers)
    .where(inArray(dispatchers.id, [...ids]))
    .orderBy(dispatchers.id)
    .all();
}
