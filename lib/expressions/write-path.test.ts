import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTemplate } from './parse';
import { writePath } from './write-path';

describe('a path', () => {
  it.each([
    [['content', 'user', 'email'], 'content.user.email'],
    [['content', 'first name'], 'content.[first name]'],
    [['content', 'list', '0'], 'content.list.[0]'],
    [['content', 'list', '0', 'x'], 'content.list.[0].x'],
    [['content', 'a.b', 'c]d'], 'content.[a.b].[c\\]d]'],
    [['content', 'a\\b'], undefined],
    [['content', 'naïve', '名前', '🙂'], 'content.naïve.名前.🙂'],
    [['content', ''], 'content.[]'],
    [['content', 'this', 'true'], 'content.[this].[true]'],
    [['@inputs', 'a b'], '@inputs.[a b]'],
    [['content', '__proto__'], undefined],
  ])('%j is written %s', (parts, text) => {
    expect(writePath(parts)).toBe(text);
  });

  it('reads as what it was written from, whatever the names', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.constantFrom('as', 'else', '-1', '1.5', '..', '.', 'é', '\\', ']', '}}', "a'b"),
    );
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (names) => {
        const parts = ['content', ...names];
        const text = writePath(parts);
        fc.pre(text !== undefined);
        const { single } = parseTemplate(`{{${text}}}`);
        expect(single?.expr).toMatchObject({ kind: 'path', parts });
      }),
      { numRuns: 2_000 },
    );
  });
});
