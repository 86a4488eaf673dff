// What the scripts that fill a database share.
import { randomBytes } from 'node:crypto';

/** 24 hex characters that sort by time, as lib/format/id makes them. */
export function idAt(ms, sequence) {
  return (
    ms.toString(16).padStart(12, '0') +
    (sequence & 0xffff).toString(16).padStart(4, '0') +
    randomBytes(4).toString('hex')
  );
}

/** Numbers in [0, 1), the same in each run. */
export function createRandom(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export function inserter(db, table, columns) {
  const names = columns.map((column) => `"${column}"`).join(', ');
  return db.prepare(`INSERT INTO ${table} (${names}) VALUES (${columns.map(() => '?').join(', ')})`);
}
