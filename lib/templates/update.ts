import { isUniqueViolation } from '@/db/client';
import { findTemplate, updateTemplate as storeUpdate } from '@/db/templates';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { nameTaken } from '@/lib/errors/name-taken';
import { resourceUnknown, ServiceError } from '@/lib/errors/service-error';
import { parseInput } from '@/lib/http/parse-input';
import { configurationChanged } from '@/lib/server/context';
import { assertOutputs } from './create';
import { TemplateUpdate } from './schema';

/**
 * Changes the fields that the body names. `updateTimestamp` in the body guards against overwriting what somebody else saved
 * meanwhile.
 * @throws ServiceError 10, 15, 16, 17, 1004, 27 (status 409) when it was changed meanwhile.
 */
export async function updateTemplate(
  principal: Principal,
  idOrName: string,
  body: unknown,
  now: number,
): Promise<number> {
  requirePermission(principal, 'UPDATE_TEMPLATES');
  const { updateTimestamp: guard, ...input } = parseInput(TemplateUpdate, body);
  if (input.outputs) assertOutputs(input.outputs);
  const template = findTemplate(idOrName);
  if (!template) throw resourceUnknown('template', idOrName);
  try {
    const updated = await storeUpdate(template.id, input, { now, ...(guard === undefined ? {} : { guard }) });
    if (updated === 'stale') {
      throw new ServiceError(27, 'Somebody else changed this template meanwhile: load it again', { status: 409 });
    }
    return updated;
  } catch (error) {
    throw isUniqueViolation(error) ? nameTaken('A template', input.name ?? '') : error;
  } finally {
    configurationChanged();
  }
}
