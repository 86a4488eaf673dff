import { changeApplication, findApplicationById, deleteApplication as remove } from '@/db/applications';
import { isUniqueViolation } from '@/db/client';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { nameTaken } from '@/lib/errors/name-taken';
import { resourceUnknown, ServiceError } from '@/lib/errors/service-error';
import { defined } from '@/lib/format/defined';
import { mintApplicationSecret } from './create';
import type { ApplicationUpdate, ApplicationView } from './schema';
import { toApplicationView } from './view';

/**
 * Renames, disables or enables an application. While it is disabled, it gets nobody in, and tokens that it got are of no use.
 * @throws ServiceError 10, 16, 17.
 */
export async function updateApplication(
  principal: Principal,
  id: string,
  input: ApplicationUpdate,
  now: number,
): Promise<ApplicationView> {
  requirePermission(principal, 'MANAGE_TOKENS');
  try {
    await changeApplication(id, defined(input), now);
  } catch (error) {
    throw isUniqueViolation(error) ? nameTaken('The application', input.name ?? '') : error;
  }
  const application = await findApplicationById(id);
  if (!application) throw resourceUnknown('application', id);
  return toApplicationView(application);
}

/** Gives an application a new secret; the old one stops working at once. @returns it, shown this once. @throws 10, 16, 27. */
export async function rotateApplicationSecret(
  principal: Principal,
  id: string,
  now: number,
): Promise<{ secret: string }> {
  requirePermission(principal, 'MANAGE_TOKENS');
  const application = await findApplicationById(id);
  if (!application) throw resourceUnknown('application', id);
  if (application.secretCiphertext === null) {
    throw new ServiceError(27, `'${application.name}' is a public client: it has no secret`);
  }
  const { secret, stored } = mintApplicationSecret(application.clientId);
  if (!(await changeApplication(id, stored, now))) throw resourceUnknown('application', id);
  return { secret };
}

/** Removes an application; every token that it got for somebody ends with it. @throws ServiceError 10, 16. */
export async function deleteApplication(principal: Principal, id: string): Promise<void> {
  requirePermission(principal, 'MANAGE_TOKENS');
  if (!(await remove(id))) throw resourceUnknown('application', id);
}
