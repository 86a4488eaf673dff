import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown, ServiceError } from '@/lib/errors/service-error';
import { getFunction } from './get';
import { newSigningSecret } from './store-fields';
import { updateFunction } from './update';

/**
 * Gives an HTTP function a new signing secret; calls are signed with it from now on.
 * @returns it, shown this once.
 * @throws ServiceError 10, 16, 26 (no HTTP function).
 */
export async function rotateSigningSecret(
  principal: Principal,
  name: string,
  now: number,
): Promise<{ secret: string }> {
  requirePermission(principal, 'UPDATE_TASK_FUNCTION');
  const { http } = await getFunction(name);
  if (!http) throw new ServiceError(26, `The function '${name}' is not called by HTTP: it has no signing secret`);
  const secret = newSigningSecret();
  const changed = await updateFunction(principal, name, { http: { ...http, secret } }, now);
  if (changed === 0) throw resourceUnknown('function', name);
  return { secret };
}
