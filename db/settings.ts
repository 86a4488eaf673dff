import { eq } from 'drizzle-orm';
import type { JsonObject } from '@/lib/format/json';
import { recordChange } from './audit';
import { database, keepBooks, writeTransaction } from './client';
import { settings } from './schema/settings';

/** A setting; undefined while nobody has set it. */
export function readSetting(key: string): JsonObject | undefined {
  return database().select().from(settings).where(eq(settings.key, key)).get()?.value;
}

/** Sets what an administrator decided. */
export async function writeSetting(key: string, value: JsonObject, now: number): Promise<void> {
  const read = () => {
    const stored = readSetting(key);
    return stored && { ...stored, name: key };
  };
  writeTransaction(() => recordChange('setting', read, () => put(key, value, now)));
}

/** Remembers what the server found or did: no act of anybody. */
export async function rememberState(key: string, value: JsonObject, now: number): Promise<void> {
  keepBooks(() => put(key, value, now));
}

function put(key: string, value: JsonObject, now: number): void {
  database()
    .insert(settings)
    .values({ key, value, updateTimestamp: now })
    .onConflictDoUpdate({ target: settings.key, set: { value, updateTimestamp: now } })
    .run();
}
