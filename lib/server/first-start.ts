import { randomBytes } from 'node:crypto';
import { insertApplication } from '@/db/applications';
import { findSource, insertSource } from '@/db/sources';
import { hasUsers } from '@/db/users';
import { createFirstAdministrator, createSetUpToken } from '@/lib/auth/set-up';
import { type SecretBox, SecretKeyError } from '@/lib/secrets/secret-box';
import { serverContext } from './context';

/** A new Standard Webhooks secret: `whsec_` and 24 random bytes in base64. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(24).toString('base64')}`;
}

/**
 * Makes what a new database needs: the source `default`, the applications and the administrator of the environment.
 * @returns the one-time set-up link when nobody can sign in yet.
 */
export async function prepareFirstStart(now: number): Promise<string | undefined> {
  const { config, secretBox, publicUrl } = serverContext();
  if (!(await findSource('default'))) {
    const secret = config.webhookSecret ?? newWebhookSecret();
    const secretCiphertext = secretBox.seal(secret, 'sources.secret:default');
    await insertSource({ name: 'default', secretCiphertext, secretLastFour: secret.slice(-4) }, now);
  }
  await makeApplications(now);
  if (await hasUsers()) return undefined;
  if (config.admin) {
    await createFirstAdministrator(config.admin.email, config.admin.password, now);
    return undefined;
  }
  return `${publicUrl}/set-up?token=${await createSetUpToken(now)}`;
}

/** With another key every signed event would be refused: better not to start. @throws SecretKeyError. */
export async function assertKeyFits(secretBox: SecretBox): Promise<void> {
  const source = await findSource('default');
  if (!source) return;
  try {
    secretBox.open(source.secretCiphertext, 'sources.secret:default');
  } catch {
    throw new SecretKeyError(
      'The secret key is not the one that this database was made with: set SECRET_KEY, or put secret.key back into DATA_DIR',
    );
  }
}

async function makeApplications(now: number): Promise<void> {
  const { config, secretBox } = serverContext();
  if (config.oauth2) {
    const { clientId, clientSecret } = config.oauth2;
    const secretCiphertext =
      clientSecret === undefined ? null : secretBox.seal(clientSecret, `applications.secret:${clientId}`);
    await insertApplication({ name: `OAuth2 ${clientId}`, kind: 'oauth2', clientId, secretCiphertext }, now);
  }
  if (config.oauth1) {
    const { consumerKey: clientId, consumerSecret } = config.oauth1;
    const secretCiphertext = secretBox.seal(consumerSecret, `applications.secret:${clientId}`);
    await insertApplication({ name: `OAuth1 ${clientId}`, kind: 'oauth1', clientId, secretCiphertext }, now);
  }
}
