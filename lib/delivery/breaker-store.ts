import type { Logger } from 'pino';
import { z } from 'zod';
import { forgetState, readStates, rememberState } from '@/db/settings';
import type { BreakerStore } from './breakers';

const PREFIX = 'breaker.';

const SavedBreaker = z.object({
  cause: z.enum(['unavailable', 'misconfigured']),
  message: z.string(),
  since: z.number(),
  trips: z.number(),
  until: z.number(),
  waitMs: z.number(),
});

/** Keeps which targets are away, so that a restart does not run into all of them anew. */
export function createBreakerStore(logger: Logger): BreakerStore {
  const saved = readStates(PREFIX).flatMap(([target, value]) => {
    const parsed = SavedBreaker.safeParse(value);
    return parsed.success ? [[target, parsed.data] as const] : [];
  });
  return {
    saved,
    save(target, open) {
      const key = `${PREFIX}${target}`;
      const saving = open ? rememberState(key, { ...open }, Date.now()) : forgetState(key);
      saving.catch((error: unknown) => logger.error({ err: error, target }, 'the state of a target could not be kept'));
    },
  };
}
