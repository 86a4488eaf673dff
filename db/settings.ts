import { and, eq, gte, lt } from 'drizzle-orm';
import type { JsonObject } from '@/lib/format/json';
import { recordChange } from './audit';
import { database, keepBooks } from './client';
import { settings } from './schema/settings';
import { changing } from './versions';

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
  changing('settings', () => recordChange('setting', read, () => put(key, value, now)));
}

/** Remembers what the server found or did: no act of anybody. */
export async function rememberState(key: string, value: JsonObject, now: number): Promise<void> {
  keepBooks(() => put(key, value, now));
}

/** What the server remembers under keys that begin with `prefix`, by the rest of the key. */
export function readStates(prefix: string): [string, JsonObject][] {
  return database()
    .select()
    .from(settings)
    .where(and(gte(settings.key, prefix), lt(settings.key, `${prefix}\u{10ffff}`)))
    .all()
    .map(({ key, value }) => [key.slice(prefix.length), value]);
}

export async function forgetState(key: string): Promise<void> {
  keepBooks(() => database().delete(settings).where(eq(settings.key, key)).run());
}

function put(key: string, value: JsonObject, now: number): void {
  database()
    .insert(settings)
    .values({ key, value, updateTimestamp: now })
    .onConflictDoUpdate({ target: settings.key, set: { value, updateTimestamp: now } })
    .run();
}
