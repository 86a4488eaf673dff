import { isUniqueViolation } from '@/db/client';
import { findTemplate, updateTemplate as storeUpdate } from '@/db/templates';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { nameTaken } from '@/lib/errors/name-taken';
import { resourceUnknown } from '@/lib/errors/service-error';
import { parseInput } from '@/lib/http/parse-input';
import { configurationChanged } from '@/lib/server/context';
import { assertOutputs } from './create';
import { TemplateUpdate } from './schema';

/** Changes the fields that the body names. @throws ServiceError 10, 15, 16, 17, 1004. */
export async function updateTemplate(
  principal: Principal,
  idOrName: string,
  body: unknown,
  now: number,
): Promise<number> {
  requirePermission(principal, 'UPDATE_TEMPLATES');
  const input = parseInput(TemplateUpdate, body);
  if (input.outputs) assertOutputs(input.outputs);
  const template = findTemplate(idOrName);
  if (!template) throw resourceUnknown('template', idOrName);
  try {
    return await storeUpdate(template.id, input, now);
  } catch (error) {
    throw isUniqueViolation(error) ? nameTaken('A template', input.name ?? '') : error;
  } finally {
    configurationChanged();
  }
}
