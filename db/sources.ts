import { asc, eq } from 'drizzle-orm';
import { newObjectId } from '@/lib/format/id';
import type { Source } from '@/lib/sources/schema';
import { database, writeTransaction } from './client';
import { sources } from './schema/sources';

export interface StoredSource extends Source {
  secretCiphertext: string;
}

export interface SourceSecret {
  secretCiphertext: string;
  secretLastFour: string;
}

/** Stores a source. @throws a unique violation when its name is taken. */
export async function insertSource(
  input: { name: string; description?: string } & SourceSecret,
  now: number,
): Promise<Source> {
  const id = newObjectId(now);
  writeTransaction(() =>
    database()
      .insert(sources)
      .values({ ...input, id, creationTimestamp: now, updateTimestamp: now })
      .run(),
  );
  const { name, description, secretLastFour } = input;
  return { id, name, description, secretLastFour, creationTimestamp: now, updateTimestamp: now };
}

/** Gives a source another secret. @returns how many were changed: 0 or 1. */
export async function setSourceSecret(name: string, secret: SourceSecret, now: number): Promise<number> {
  return writeTransaction(
    () =>
      database()
        .update(sources)
        .set({ ...secret, updateTimestamp: now })
        .where(eq(sources.name, name))
        .run().changes,
  );
}

/** The source of that name, with its encrypted secret. */
export async function findSource(name: string): Promise<StoredSource | undefined> {
  const row = database().select().from(sources).where(eq(sources.name, name)).get();
  return row ? { ...row, description: row.description ?? undefined } : undefined;
}

/** All sources, by name, without their secrets. */
export async function listSources(): Promise<Source[]> {
  const rows = database().select().from(sources).orderBy(asc(sources.name)).all();
  return rows.map(({ secretCiphertext: _secret, description, ...row }) => ({
    ...row,
    description: description ?? undefined,
  }));
}
