import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { insertApplication } from '@/db/applications';
import { rawDatabase } from '@/db/client';
import { rememberState } from '@/db/settings';
import { insertSource, setSourceSecret } from '@/db/sources';
import { openPrivateDatabase, type PrivateDatabase } from '@/db/testing';
import { insertTokens } from '@/db/tokens';
import { rotateKey, SEALED_COLUMNS } from './rotate-key';
import { createSecretBox, type SecretBox } from './secret-box';
import { loadSecretKeys } from './secret-keys';

const NOW = Date.UTC(2026, 4, 17, 12);
const FROM_FILES = { secretKey: undefined, oldSecretKey: undefined };
const SOURCES = 450;

let db: PrivateDatabase;
beforeEach(async () => {
  db = await openPrivateDatabase();
});
afterEach(() => db.close());

const keys = () => loadSecretKeys(FROM_FILES, db.dataDir);
const sealedValues = () =>
  SEALED_COLUMNS.flatMap(({ table, column }) => {
    const sql = `SELECT ${column} FROM ${table} WHERE ${column} IS NOT NULL`;
    return rawDatabase().prepare(sql).pluck().all() as string[];
  });

/** One secret of each kind, and many sources. */
async function plant(box: SecretBox): Promise<void> {
  for (let i = 0; i < SOURCES; i++) {
    const secretCiphertext = box.seal(`source ${i}`, `sources.secret:s${i}`);
    await insertSource({ name: `s${i}`, secretCiphertext, secretLastFour: 'xxxx' }, NOW);
  }
  const next = { secretCiphertext: box.seal('source 0, new', 'sources.secret:s0'), secretLastFour: 'yyyy' };
  await setSourceSecret('s0', next, NOW + 1_000, NOW);
  const application = box.seal('an application', 'applications.secret:app');
  await insertApplication({ name: 'app', kind: 'oauth1', clientId: 'app', secretCiphertext: application }, NOW);
  const secretCiphertext = box.seal('an OAuth1 token', 'tokens.secret:h');
  await insertTokens([{ kind: 'oauth1', hash: 'h', lastFour: 'xxxx', secretCiphertext }], NOW);
  const sealed = box.seal('{"environmentVariables":{}}', 'functions.secrets:f');
  rawDatabase().prepare("INSERT INTO functions VALUES ('f', 'f', 'http', 1, '{}', ?, NULL, 1, 1)").run(sealed);
  await rememberState('mail', { smtp: { passwordCiphertext: box.seal('mail', 'settings.mail.password') } }, NOW);
}

function openAll(box: SecretBox): void {
  const read = (sql: string) => rawDatabase().prepare(sql).raw().all() as [string, string][];
  for (const { table, key, column, place } of SEALED_COLUMNS) {
    const rows = read(`SELECT ${key}, ${column} FROM ${table} WHERE ${column} IS NOT NULL`);
    expect(rows.length).toBeGreaterThan(0);
    for (const [name, sealed] of rows) expect(box.open(sealed, `${place}:${name}`)).not.toBe('');
  }
}

describe('S-11: a new secret key', () => {
  it('opens every secret afterwards, and the old one none', async () => {
    const before = createSecretBox(...keys());
    await plant(before);
    const { resealed, oldKeyFile = '' } = await rotateKey(FROM_FILES, db.dataDir, NOW);
    expect(resealed).toBe(SOURCES + 5);
    const after = createSecretBox(...keys());
    openAll(after);
    for (const sealed of sealedValues())
      expect([after.isCurrent(sealed), before.isCurrent(sealed)]).toEqual([true, false]);
    expect(createSecretBox(readFileSync(oldKeyFile, 'utf8')).isCurrent(before.seal('x', 'y'))).toBe(true);
    const files = readdirSync(db.dataDir).filter((name) => name.startsWith('secret.key'));
    expect(files).toHaveLength(2);
    for (const name of files) expect(statSync(path.join(db.dataDir, name)).mode & 0o777).toBe(0o600);
  });

  it('knows every column that holds secrets', () => {
    const tables = rawDatabase()
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .pluck()
      .all() as string[];
    const columns = tables.flatMap((table) =>
      (rawDatabase().pragma(`table_info(${table})`) as { name: string }[])
        .filter(({ name }) => name.endsWith('ciphertext'))
        .map(({ name }) => `${table}.${name}`),
    );
    expect(columns.sort()).toEqual(SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`).sort());
  });

  it('can be interrupted anywhere: all opens meanwhile, and the next time it is carried to its end', async () => {
    await plant(createSecretBox(...keys()));
    // In the second batch of the sources: the first 200 are done.
    rawDatabase().exec(
      "CREATE TRIGGER stop BEFORE UPDATE ON sources WHEN OLD.name = 's300' BEGIN SELECT RAISE(ABORT, 'killed'); END",
    );
    await expect(rotateKey(FROM_FILES, db.dataDir, NOW)).rejects.toThrow('killed');
    const during = createSecretBox(...keys());
    expect(sealedValues().filter((sealed) => during.isCurrent(sealed))).toHaveLength(200);
    openAll(during);
    rawDatabase().exec('DROP TRIGGER stop');
    expect((await rotateKey(FROM_FILES, db.dataDir, NOW)).resealed).toBe(SOURCES + 5 - 200);
    openAll(createSecretBox(...keys()));
    expect(existsSync(path.join(db.dataDir, 'secret.key.next'))).toBe(false);
  });

  it('may come from the environment, which then has to name both', async () => {
    const [old, next] = [
      'the first key of more than thirty-two characters',
      'the next key of more than thirty-two characters',
    ];
    await plant(createSecretBox(old));
    await expect(rotateKey({ secretKey: next, oldSecretKey: undefined }, db.dataDir, NOW)).rejects.toThrow(
      'OLD_SECRET_KEY',
    );
    await rotateKey({ secretKey: next, oldSecretKey: old }, db.dataDir, NOW);
    openAll(createSecretBox(next));
    expect(existsSync(path.join(db.dataDir, 'secret.key'))).toBe(false);
  });

  it('leaves everything as it was when a secret was sealed with neither key', async () => {
    await plant(createSecretBox('a key that nobody has any more, sadly so'));
    const before = sealedValues();
    await expect(rotateKey(FROM_FILES, db.dataDir, NOW)).rejects.toThrow('is not at hand');
    expect(sealedValues()).toEqual(before);
  });

  it('leaves nothing of the old ciphertexts in the file', async () => {
    await plant(createSecretBox(...keys()));
    const old = sealedValues().map((sealed) => sealed.split(':')[2] ?? '');
    await rotateKey(FROM_FILES, db.dataDir, NOW);
    const bytes = readFileSync(db.file).toString('latin1') + readFileSync(`${db.file}-wal`).toString('latin1');
    expect(old.filter((encoded) => bytes.includes(encoded))).toEqual([]);
  });
});

describe('S-11: the file of the key', () => {
  it('is made once, is read by nobody else even when it was made readable, and refused when it is damaged', () => {
    const file = path.join(db.dataDir, 'secret.key');
    const [key] = keys();
    expect([statSync(file).mode & 0o777, keys()[0], key.length]).toEqual([0o600, key, 44]);
    chmodSync(file, 0o644);
    expect([keys()[0], statSync(file).mode & 0o777]).toEqual([key, 0o600]);
    writeFileSync(file, 'short');
    expect(() => keys()).toThrow('is damaged');
    rmSync(file);
    expect(keys()[0]).not.toBe(key);
  });
});
