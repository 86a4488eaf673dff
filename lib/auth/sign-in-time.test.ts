import type { ScryptOptions } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { rawDatabase } from '@/db/client';
import { type PrivateServer, refusalOf, startPrivateServer } from '@/lib/server/testing/private-server';
import { newUser } from './testing';
import { verifyCredentials } from './verify-credentials';

const COST = 1_024;
// The cost of a hash would hide every difference; at this one 600 of them take seconds.
vi.mock('node:crypto', async (importOriginal) => {
  const crypto = await importOriginal<typeof import('node:crypto')>();
  const cheap = (
    password: string,
    salt: Buffer,
    length: number,
    options: ScryptOptions,
    callback: (error: Error | null, key: Buffer) => void,
  ) => crypto.scrypt(password, salt, length, { ...options, N: COST }, callback);
  return { ...crypto, scrypt: cheap };
});

const NOW = Date.UTC(2026, 4, 17, 12);
const DAY_MS = 24 * 3_600_000;
const TRIES = 200;

let server: PrivateServer;
beforeAll(async () => {
  server = await startPrivateServer();
});
afterAll(() => server.close());

it('S-04: an unknown user, a wrong password and a disabled user take the same time, and get the same answer', async () => {
  const [known, disabled] = [await newUser(NOW), await newUser(NOW)];
  rawDatabase().prepare('UPDATE users SET enabled = 0 WHERE id = ?').run(disabled.id);
  const emails = { known: known.email, disabled: disabled.email, unknown: 'nobody@example.com' };
  const took: Record<string, number[]> = { known: [], disabled: [], unknown: [] };
  const bodies = new Set<string>();
  for (let i = 0; i < TRIES; i++) {
    for (const [who, email] of Object.entries(emails)) {
      const start = performance.now();
      const refusal = await refusalOf(() => verifyCredentials(email, 'wrong', { address: who }, NOW + 2 * i * DAY_MS));
      took[who]?.push(performance.now() - start);
      bodies.add(JSON.stringify([refusal.status, refusal.toBody()]));
    }
  }
  expect(bodies.size).toBe(1);
  const medians = Object.values(took).map((times) => times.sort((a, b) => a - b)[TRIES / 2] ?? 0);
  expect(Math.max(...medians) - Math.min(...medians)).toBeLessThan(5);
}, 60_000);
