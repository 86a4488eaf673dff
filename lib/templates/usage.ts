import { countMailsByTemplate, nameDispatchers, walkTemplateReferences } from '@/db/template-usage';
import { findTemplate } from '@/db/templates';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown } from '@/lib/errors/service-error';
import type { Template, TemplateUsage } from './schema';

const DAY_MS = 86_400_000;
const MAX_LISTED = 50;

/** Ids of the dispatchers that name a template by its id or name → the names of their actions which do. */
interface References {
  byId: Map<string, Map<string, string[]>>;
  byName: Map<string, Map<string, string[]>>;
  byExpression: Set<string>;
}

/** What uses a template: to be shown before it is changed or removed. @throws ServiceError 10, 16. */
export async function viewTemplateUsage(principal: Principal, id: string, now: number): Promise<TemplateUsage> {
  requirePermission(principal, 'VIEW_TEMPLATES');
  requirePermission(principal, 'VIEW_DISPATCHERS');
  const template = findTemplate(id);
  if (!template) throw resourceUnknown('template', id);
  const references = await readReferences();
  const users = usersOf(template, references);
  const ids = [...users.keys()].sort();
  const { counts, complete } = await countMailsByTemplate(now - DAY_MS);
  return {
    dispatchers: nameDispatchers(ids.slice(0, MAX_LISTED)).map(({ name, ...dispatcher }) => ({
      ...dispatcher,
      ...(name === null ? {} : { name }),
      actions: users.get(dispatcher.id) ?? [],
    })),
    dispatcherTotal: ids.length,
    byExpression: references.byExpression.size,
    mails24h: counts.get(template.id) ?? 0,
    mailsComplete: complete,
  };
}

/** Reads which dispatchers name which template, all at once: one walk answers a whole list. */
export async function readReferences(): Promise<References> {
  const references: References = { byId: new Map(), byName: new Map(), byExpression: new Set() };
  for await (const { dispatcherId, actionName, templateId, templateName } of walkTemplateReferences()) {
    const action = actionName ?? 'mail';
    if (templateId) note(references.byId, templateId, dispatcherId, action);
    else if (templateName?.includes('{{')) references.byExpression.add(dispatcherId);
    else if (templateName) note(references.byName, templateName, dispatcherId, action);
  }
  return references;
}

function note(map: References['byId'], template: string, dispatcher: string, action: string): void {
  const users = map.get(template) ?? new Map<string, string[]>();
  users.set(dispatcher, [...(users.get(dispatcher) ?? []), action]);
  map.set(template, users);
}

/** The dispatchers that name this template, with the names of their actions which do. */
export function usersOf({ id, name }: Pick<Template, 'id' | 'name'>, { byId, byName }: References) {
  const users = new Map(byId.get(id));
  for (const [dispatcher, actions] of byName.get(name) ?? []) {
    users.set(dispatcher, [...(users.get(dispatcher) ?? []), ...actions]);
  }
  return users;
}
