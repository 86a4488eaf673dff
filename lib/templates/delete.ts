import { findTemplate, deleteTemplate as remove } from '@/db/templates';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown } from '@/lib/errors/service-error';
import { configurationChanged } from '@/lib/server/context';

/** Removes a template; actions that name it will fail with a reason. @throws ServiceError 10, 16. */
export async function deleteTemplate(principal: Principal, idOrName: string): Promise<number> {
  requirePermission(principal, 'DELETE_TEMPLATES');
  const template = findTemplate(idOrName);
  if (!template) throw resourceUnknown('template', idOrName);
  const removed = await remove(template.id);
  configurationChanged();
  return removed;
}
