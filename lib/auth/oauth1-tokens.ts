import { randomBytes } from 'node:crypto';
import { touchApplication } from '@/db/applications';
import { insertTokens } from '@/db/tokens';
import { iso } from '@/lib/format/time';
import { parseInput } from '@/lib/http/parse-input';
import { secretBox } from '@/lib/server/context';
import { authenticateConsumer, tokenSecretPlace } from './oauth1';
import { SignInInput } from './schema';
import { signInNote } from './session';
import { mintToken } from './token-secret';
import { verifyCredentials } from './verify-credentials';

/**
 * Signs a user in for an application that has signed the request: `POST /auth/v2/oauth1/tokens`. The token is good until
 * it is revoked; its secret is shown this once, and stored encrypted.
 * @param headers names in lower case; `address` where the request comes from.
 * @throws ServiceError 14, 15, 104, 106, 107, 109, 110, 211.
 */
export async function issueOAuth1Token(
  headers: Readonly<Record<string, string | undefined>>,
  body: unknown,
  address: string,
  now: number,
) {
  const application = await authenticateConsumer(headers, 'POST', now);
  const { email, password } = parseInput(SignInInput, body);
  const user = await verifyCredentials(email, password, { address }, now);
  const minted = mintToken({ kind: 'oauth1', userId: user.id, applicationId: application.id });
  const tokenSecret = randomBytes(32).toString('base64url');
  const secretCiphertext = secretBox().seal(tokenSecret, tokenSecretPlace(minted.token.hash));
  const [id = ''] = await insertTokens(
    [{ ...minted.token, secretCiphertext }],
    now,
    signInNote(user.id, application.id),
  );
  await touchApplication(application.id, now);
  return {
    id,
    userId: user.id,
    applicationId: application.id,
    token: minted.secret,
    tokenSecret,
    creationTimestamp: iso(now),
    updateTimestamp: iso(now),
    lastUsedTimestamp: iso(now),
  };
}
