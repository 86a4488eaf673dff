import { randomBytes } from 'node:crypto';
import { findApplication, insertApplication } from '@/db/applications';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { nameTaken } from '@/lib/errors/name-taken';
import { secretBox } from '@/lib/server/context';
import type { ApplicationInput, CreatedApplication } from './schema';
import { toApplicationView } from './view';

/** A new secret of an application, and how it is stored: encrypted, because OAuth1 signatures need the plain value. */
export function mintApplicationSecret(clientId: string) {
  const secret = `dsp_secret_${randomBytes(32).toString('base64url')}`;
  const secretCiphertext = secretBox().seal(secret, `applications.secret:${clientId}`);
  return { secret, stored: { secretCiphertext, secretLastFour: secret.slice(-4) } };
}

/** Registers an application. @returns it with its secret, which is shown this once. @throws ServiceError 10, 17. */
export async function createApplication(
  principal: Principal,
  { name, kind, confidential }: ApplicationInput,
  now: number,
): Promise<CreatedApplication> {
  requirePermission(principal, 'MANAGE_TOKENS');
  const clientId = randomBytes(12).toString('hex');
  const minted = kind === 'oauth1' || confidential ? mintApplicationSecret(clientId) : undefined;
  const made = await insertApplication({ name, kind, clientId, secretCiphertext: null, ...minted?.stored }, now);
  const application = made ? await findApplication(clientId) : undefined;
  if (!application) throw nameTaken('The application', name);
  return { application: toApplicationView(application), ...(minted ? { secret: minted.secret } : {}) };
}
