import { asc, eq } from 'drizzle-orm';
import { newObjectId } from '@/lib/format/id';
import type { Source } from '@/lib/sources/schema';
import { recordAudit, recordChange } from './audit';
import { database, statement } from './client';
import { sources } from './schema/sources';
import { changing } from './versions';

export interface StoredSource extends Source {
  secretCiphertext: string;
  previousSecretCiphertext: string | undefined;
}

export interface SourceSecret {
  secretCiphertext: string;
  secretLastFour: string;
}

/** Stores a source. @throws a unique violation when its name is taken. */
export async function insertSource(
  input: { name: string; description?: string | undefined } & SourceSecret,
  now: number,
): Promise<Source> {
  const id = newObjectId(now);
  changing('sources', () =>
    recordChange(
      'source',
      () => readSource(input.name),
      () =>
        database()
          .insert(sources)
          .values({ ...input, id, creationTimestamp: now, updateTimestamp: now })
          .run(),
    ),
  );
  const { name, description, secretLastFour } = input;
  const times = { creationTimestamp: now, updateTimestamp: now };
  return { id, name, description, secretLastFour, previousSecretUntil: undefined, ...times };
}

/**
 * Gives a source another secret.
 * @param previousUntil until when (epoch ms) the one that it has now is accepted too; undefined: not any more.
 * @returns how many were changed: 0 or 1.
 */
export async function setSourceSecret(
  name: string,
  secret: SourceSecret,
  previousUntil: number | undefined,
  now: number,
): Promise<number> {
  const keepsPrevious = previousUntil !== undefined;
  return changing('sources', () => {
    const { changes } = database()
      .update(sources)
      .set({
        ...secret,
        previousSecretCiphertext: keepsPrevious ? sources.secretCiphertext : null,
        previousSecretUntil: previousUntil ?? null,
        updateTimestamp: now,
      })
      .where(eq(sources.name, name))
      .run();
    const id = readSource(name)?.id;
    if (changes > 0) recordAudit({ act: 'rotate', object: { kind: 'source', id, name }, secrets: ['secret'] });
    return changes;
  });
}

/** Says what a source is for; null: nothing. @returns how many were changed: 0 or 1. */
export async function setSourceDescription(name: string, description: string | null, now: number): Promise<number> {
  const change = () =>
    database().update(sources).set({ description, updateTimestamp: now }).where(eq(sources.name, name)).run().changes;
  return changing('sources', () => recordChange('source', () => readSource(name), change));
}

/** Removes a source; its events stay. @returns how many were removed: 0 or 1. */
export async function deleteSource(name: string): Promise<number> {
  const remove = () => database().delete(sources).where(eq(sources.name, name)).run().changes;
  return changing('sources', () => recordChange('source', () => readSource(name), remove));
}

function readSource(name: string) {
  return database().select().from(sources).where(eq(sources.name, name)).get();
}

/** The source of that name, with its encrypted secrets. */
export async function findSource(name: string): Promise<StoredSource | undefined> {
  const row = statement(FIND_SOURCE).get(name) as SourceRow | undefined;
  if (!row) return undefined;
  const { description, previousSecretCiphertext, previousSecretUntil, ...rest } = row;
  return {
    ...rest,
    description: description ?? undefined,
    previousSecretCiphertext: previousSecretCiphertext ?? undefined,
    previousSecretUntil: previousSecretUntil ?? undefined,
  };
}

type SourceRow = typeof sources.$inferSelect;

const FIND_SOURCE = `
  SELECT id, name, description, secret_ciphertext secretCiphertext, secret_last_four secretLastFour,
    previous_secret_ciphertext previousSecretCiphertext, previous_secret_until previousSecretUntil,
    creation_timestamp creationTimestamp, update_timestamp updateTimestamp
  FROM sources WHERE name = ?`;

/** All sources, by name, without their secrets. */
export async function listSources(): Promise<Source[]> {
  return database().select().from(sources).orderBy(asc(sources.name)).all().map(toSource);
}

function toSource(row: typeof sources.$inferSelect): Source {
  const { secretCiphertext: _secret, previousSecretCiphertext: _previous, ...shown } = row;
  return {
    ...shown,
    description: row.description ?? undefined,
    previousSecretUntil: row.previousSecretUntil ?? undefined,
  };
}
