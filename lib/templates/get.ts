import { findTemplate } from '@/db/templates';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown } from '@/lib/errors/service-error';
import type { Template } from './schema';

/** One template with all that it says. @throws ServiceError 10, 16. */
export async function getTemplate(principal: Principal, id: string): Promise<Template> {
  requirePermission(principal, 'VIEW_TEMPLATES');
  const template = findTemplate(id);
  if (!template) throw resourceUnknown('template', id);
  return template;
}
