import { createHook } from 'node:async_hooks';
import { describe, expect, it } from 'vitest';
import { hashPassword, verifyNothing, verifyPassword } from './passwords';
import { cheapHash } from './testing';

/** How many hashes are under way at most while `work` runs, as Node itself counts them. */
async function mostAtOnce(work: () => Promise<unknown>): Promise<number> {
  const running = new Set<number>();
  let most = 0;
  const hook = createHook({
    init(id, type) {
      if (type !== 'SCRYPTREQUEST') return;
      running.add(id);
      most = Math.max(most, running.size);
    },
    before: (id) => running.delete(id),
  }).enable();
  try {
    await work();
  } finally {
    hook.disable();
  }
  return most;
}

describe('S-05: a password', () => {
  it('is kept as scrypt with 128 MiB and its own salt; only itself fits', async () => {
    const stored = await hashPassword('correct horse battery');
    expect(stored).toMatch(/^scrypt\$131072\$8\$1\$[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{43}=$/);
    expect(await verifyPassword('correct horse battery', stored)).toBe(true);
    expect(await verifyPassword('correct horse batter', stored)).toBe(false);
  });

  it('is compared byte for byte: spaces, case and accents count', async () => {
    const stored = cheapHash(' Pässword ');
    expect(await verifyPassword(' Pässword ', stored)).toBe(true);
    for (const other of ['Pässword', ' pässword ', ' Password ', ' Pa\u0308ssword ', '']) {
      expect(await verifyPassword(other, stored)).toBe(false);
    }
  });

  it.each([
    '',
    'scrypt',
    'scrypt$$$$$',
    'scrypt$x$8$1$AAAA$AAAA',
    'scrypt$3$8$1$AAAA$AAAA',
    'bcrypt$1024$8$1$AAAA$AAAA',
    'scrypt$1024$8$1$AAAA$',
    'scrypt$1024$8$1$$AAAA',
  ])('fits no malformed hash: %j', async (stored) => {
    expect(await verifyPassword('', stored)).toBe(false);
  });
});

describe('S-05: hashing', () => {
  it('happens twice at once at most, however many sign in; the others wait their turn', async () => {
    const stored = cheapHash('secret');
    let results: boolean[] = [];
    const most = await mostAtOnce(async () => {
      results = await Promise.all(
        Array.from({ length: 20 }, (_, n) => verifyPassword(n % 2 ? 'secret' : 'wrong', stored)),
      );
    });
    expect(most).toBe(2);
    expect(results).toEqual(Array.from({ length: 20 }, (_, n) => n % 2 === 1));
  });

  it('is done for an account that is not there too, so that the clock tells nothing', async () => {
    expect(await mostAtOnce(() => verifyNothing('secret'))).toBe(1);
  });
});
