import { afterEach, beforeEach, expect, it } from 'vitest';
import { openPrivateDatabase, type PrivateDatabase } from './testing';
import { keptWhileUnchanged, outdate } from './versions';

let database: PrivateDatabase;
beforeEach(async () => {
  database = await openPrivateDatabase();
});
afterEach(() => database.close());

it('keeps what was read until the table is written, or another database is open', async () => {
  let reads = 0;
  const read = keptWhileUnchanged('sources', async (name) => `${name} ${++reads}`);
  expect([await read('a'), await read('a'), await read('b')]).toEqual(['a 1', 'a 1', 'b 2']);
  outdate('functions');
  expect(await read('a')).toBe('a 1');
  outdate('sources');
  expect([await read('a'), await read('a')]).toEqual(['a 3', 'a 3']);
  database.close();
  database = await openPrivateDatabase();
  expect(await read('a')).toBe('a 4');
});

it('does not keep what was read while the table was written, nor what is not there', async () => {
  const answers = ['old', undefined, 'new'];
  const read = keptWhileUnchanged('sources', async () => {
    const answer = answers.shift();
    if (answer === 'old') outdate('sources');
    return answer;
  });
  expect([await read('a'), await read('a'), await read('a'), await read('a')]).toEqual([
    'old',
    undefined,
    'new',
    'new',
  ]);
});
