import { describe, expect, test } from 'vitest';
import { listRoutes } from '@/lib/http/registry/routes';
import { CALLS, NOT_MEASURED } from './console-calls.mjs';

describe('what `npm run bench:console` measures', () => {
  const reading = listRoutes().flatMap(({ key, method }) => (method === 'GET' ? [key] : []));
  const measured = Object.keys(CALLS);
  const left = Object.keys(NOT_MEASURED);

  test('is every operation that reads, but those that are left out with a reason', () => {
    expect(reading.filter((key) => ![...measured, ...left].includes(key))).toEqual([]);
  });

  test('is there', () => {
    const known: string[] = listRoutes().map(({ key }) => key);
    expect([...measured, ...left].filter((key) => !known.includes(key))).toEqual([]);
  });
});
