import { recordAuditAlone } from '@/db/audit';
import {
  clearSignInFailures,
  countSignInAttempt,
  findUserByEmail,
  forgiveSignInFailure,
  NO_PASSWORD,
  type User,
} from '@/db/users';
import { ServiceError } from '@/lib/errors/service-error';
import { addressOwner } from '@/lib/http/client-address';
import { verifyNothing, verifyPassword } from './passwords';

const FREE_FAILURES = 5;
const MAX_BLOCK_MS = 900_000;
/** After a day without an attempt: people behind one address must not pay for each other's mistakes of last year. */
const FORGET_AFTER_MS = 24 * 3_600_000;

/** Where somebody tries to sign in from. */
export interface Origin {
  address: string;
  /** The browser that they have signed in with before, as `findKnownDevice` tells. */
  device?: string | undefined;
}

/**
 * The user with that e-mail address and password. Guesses are slowed down per account and per address; a known browser counts
 * by itself, so that strangers who guess cannot keep its owner out.
 * @throws ServiceError 106 (unknown, wrong, disabled: all alike) or 211 (too many wrong ones; when to try again is named).
 */
export async function verifyCredentials(email: string, password: string, origin: Origin, now: number): Promise<User> {
  const device = origin.device && `device:${origin.device}`;
  const address = `address:${addressOwner(origin.address)}`;
  const keys = device ? [device] : [`account:${email}`, address];
  // Counted before the password is looked at: guesses sent in parallel cannot slip past.
  const blockedUntil = await countSignInAttempt(keys, blockMs, now, now - FORGET_AFTER_MS);
  if (blockedUntil !== undefined) throw tooMany(blockedUntil - now);
  const user = await findUserByEmail(email);
  const hasPassword = user !== undefined && user.passwordHash !== NO_PASSWORD;
  if (!hasPassword) await verifyNothing(password);
  const fits = hasPassword && (await verifyPassword(password, user.passwordHash));
  if (!fits || !user.enabled) {
    await recordAuditAlone({ act: 'sign_in_failed', object: { kind: 'user', id: user?.id, name: email } });
    throw new ServiceError(106, 'Wrong e-mail address or password');
  }
  await clearSignInFailures(device ?? `account:${email}`);
  // Only this attempt: an attacker with an account of their own must not wipe the address's record.
  if (!device) await forgiveSignInFailure(address);
  return user;
}

function tooMany(waitMs: number): ServiceError {
  const seconds = Math.ceil(waitMs / 1_000);
  return new ServiceError(211, `Too many wrong passwords: try again in ${seconds} s`, {
    headers: { 'retry-after': String(seconds) },
  });
}

/** Five are free, then 1, 2, 4 … up to 900 s. */
function blockMs(failures: number): number {
  return failures <= FREE_FAILURES
    ? 0
    : Math.min(MAX_BLOCK_MS, 1_000 * 2 ** Math.min(failures - FREE_FAILURES - 1, 20));
}
