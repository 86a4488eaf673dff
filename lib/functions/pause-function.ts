import { findFunction, updateFunction } from '@/db/functions';
import { serverContext } from '@/lib/server/context';

/** Switches a function off because its target said that it is gone for good (410). A person can enable it again. */
export async function pauseFunction(name: string): Promise<void> {
  const stored = await findFunction(name);
  if (!stored?.enabled) return;
  const now = Date.now();
  const definition = { ...stored.definition, pausedTimestamp: now };
  await updateFunction({ ...stored, definition, enabled: false }, undefined, now);
  serverContext().logger.warn({ functionName: name }, 'the function answered 410 Gone and was disabled');
}
