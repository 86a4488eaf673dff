import { randomBytes, scryptSync } from 'node:crypto';
import { uniqueName } from '@/db/testing';
import { insertUser, type User } from '@/db/users';

export const PASSWORD = 'correct horse battery';

/** A stored hash of the real form, at a cost that tests can afford. */
export function cheapHash(password: string): string {
  const salt = randomBytes(16);
  const key = scryptSync(password, salt, 32, { N: 1_024, r: 8, p: 1 });
  return ['scrypt', 1_024, 8, 1, salt.toString('base64'), key.toString('base64')].join('$');
}

/** A user whose password is PASSWORD. */
export async function newUser(now: number, roles: string[] = ['Administrator']): Promise<User> {
  const email = `${uniqueName('user')}@example.com`;
  const user = await insertUser({ email, passwordHash: cheapHash(PASSWORD), roles }, { now });
  if (!user) throw new Error('the user was not stored');
  return user;
}
