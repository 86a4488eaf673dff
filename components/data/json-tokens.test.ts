import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toJsonTokens } from '@/components/data/json-tokens';

test('keys, strings, numbers and words are told apart', () => {
  const tokens = toJsonTokens('{"a": "x: \\"1\\"", "b": [-1.5e3, true, null]}').filter(({ kind }) => kind !== 'plain');
  expect(tokens.map(({ kind, text }) => [kind, text])).toEqual([
    ['key', '"a"'],
    ['string', '"x: \\"1\\""'],
    ['key', '"b"'],
    ['number', '-1.5e3'],
    ['atom', 'true'],
    ['atom', 'null'],
  ]);
});

test('no character is lost or added, whatever the value', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const printed = JSON.stringify(JSON.parse(text), null, 2);
      expect(
        toJsonTokens(printed)
          .map((token) => token.text)
          .join(''),
      ).toBe(printed);
    }),
  );
});
