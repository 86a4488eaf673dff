import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { checkDatabase, command, databaseFile, dataDirectory, sync } from './data-dir.mjs';

/**
 * `npm run backup FILE`: everything that was committed when it began, as one file, while the server runs or not. The copy
 * is read in one transaction of its own connection (VACUUM INTO), checked, and gets its name only when it is whole.
 */
await command(([target]) => {
  if (!target) throw new Error('Say where to: npm run backup FILE');
  const file = path.resolve(target);
  if (existsSync(file)) throw new Error(`${file} exists already: choose another name`);
  const source = databaseFile(dataDirectory());
  if (!existsSync(source)) throw new Error(`There is no database at ${source}: DATA_DIR says where it is`);
  const part = `${file}.part`;
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  rmSync(part, { force: true });
  try {
    copy(source, part);
    checkDatabase(part);
    sync(part);
    renameSync(part, file);
  } finally {
    rmSync(part, { force: true });
  }
  const megabytes = (statSync(file).size / 1_048_576).toFixed(1);
  process.stdout.write(
    `${file}  ${megabytes} MB\nKeep secret.key of DATA_DIR (or SECRET_KEY) too, at another place.\n`,
  );
});

function copy(source, part) {
  const database = new SqliteDatabase(source, { readonly: true, fileMustExist: true, timeout: 10_000 });
  try {
    database.prepare('VACUUM INTO ?').run(part);
    chmodSync(part, 0o600);
  } finally {
    database.close();
  }
}
