import { listSources as list, setSourceSecret } from '@/db/sources';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown } from '@/lib/errors/service-error';
import { secretBox } from '@/lib/server/context';
import { newWebhookSecret } from '@/lib/server/first-start';
import type { Source } from './schema';

/** All sources, by name. @throws ServiceError 10. */
export async function listSources(principal: Principal): Promise<Source[]> {
  requirePermission(principal, 'VIEW_SOURCES');
  return list();
}

/** Gives a source a new secret; the old one stops working at once. @returns it, shown this once. @throws 10, 16. */
export async function rotateSourceSecret(principal: Principal, name: string, now: number): Promise<{ secret: string }> {
  requirePermission(principal, 'MANAGE_SOURCES');
  const secret = newWebhookSecret();
  const secretCiphertext = secretBox().seal(secret, `sources.secret:${name}`);
  const changed = await setSourceSecret(name, { secretCiphertext, secretLastFour: secret.slice(-4) }, now);
  if (changed === 0) throw resourceUnknown('source', name);
  return { secret };
}
