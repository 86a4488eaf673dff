import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findJsonError } from '@/components/form/find-json-error';

const isJson = (text: string) => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

test.each([
  ['{"a": }', 6],
  ['{"a": 1,}', 8],
  ['[1 2]', 3],
  ['{a: 1}', 1],
  ['{"a" 1}', 5],
  ['[1]]', 3],
  ['', 0],
  ['01', 0],
  ['[tru]', 1],
  ['"a\nb"', 0],
  ['{"a": [1', 8],
])('%j stops being JSON at %i', (text, place) => {
  expect(findJsonError(text)).toBe(place);
});

test('finds nothing wrong with any JSON', () => {
  fc.assert(fc.property(fc.json(), (text) => findJsonError(text) === undefined));
});

test('agrees with the JSON parser about any damaged text', () => {
  const damaged = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '{', ']', '1', '\\', ' ', 'e'))
    .map(([text, place, char]) => {
      const at = place % (text.length + 1);
      return text.slice(0, at) + char + text.slice(at + 1);
    });
  fc.assert(
    fc.property(damaged, (text) => {
      expect(findJsonError(text) === undefined).toBe(isJson(text));
    }),
    { numRuns: 2_000 },
  );
});
