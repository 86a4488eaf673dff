import { describe, expect, it } from 'vitest';
import { type ExpressionName, insertName, offerNames, searchNames } from '@/components/form/expression-names';
import { placeAt } from '@/components/form/expression-place';

/** `‸` is the cursor. */
function at(marked: string) {
  const cursor = marked.indexOf('‸');
  const text = marked.replace('‸', '');
  return { text, place: placeAt(text, cursor) };
}

describe('the place of the cursor', () => {
  it.each([
    ['Hi ‸', 'outside', ''],
    ['{{a}} ‸', 'outside', ''],
    ['{{‸', 'head', ''],
    ['{{{con‸', 'head', 'con'],
    ['{{~ con‸ent}}', 'head', 'con'],
    ['{{#‸', 'block', ''],
    ['{{#ea‸}}', 'block', 'ea'],
    ['{{default ‸', 'argument', ''],
    ['{{default content.[first n‸', 'argument', 'content.[first n'],
    ['{{default content.[first name].x‸', 'argument', 'content.[first name].x'],
    ['{{t "a ‸', 'nowhere', 'a '.slice(2)],
    ['{{t "a" name=@inp‸', 'argument', '@inp'],
    ['{{#if (e‸', 'head', 'e'],
    ['{{#if (eq a (‸', 'head', ''],
    ['{{else i‸', 'head', 'i'],
    ['{{/i‸', 'nowhere', 'i'],
    ['{{! a‸', 'nowhere', 'a'],
    ['{{#each a as |b‸', 'nowhere', 'b'],
  ])('%s', (marked, where, typed) => {
    expect(at(marked).place).toMatchObject({ where, typed });
  });
});

const variable: ExpressionName = { name: 'content.email', kind: 'variable' };
const helper: ExpressionName = { name: 'default', kind: 'helper' };
const block: ExpressionName = { name: 'each', kind: 'helper', block: 'only' };
const condition: ExpressionName = { name: 'eq', kind: 'helper', block: 'also' };

describe('taking a name', () => {
  it.each([
    ['Hi ‸!', variable, 'Hi {{content.email}}‸!'],
    ['{{‸', variable, '{{content.email}}‸'],
    ['{{con‸}}', variable, '{{content.email‸}}'],
    ['{{{con‸', variable, '{{{content.email}}}‸'],
    ['{{con‸tent.emial}}', variable, '{{content.email‸}}'],
    ['{{default con‸ "x"}}', variable, '{{default content.email‸ "x"}}'],
    ['{{#if (not con‸', variable, '{{#if (not content.email)}}‸'],
    ['‸', helper, '{{default ‸}}'],
    ['{{de‸', helper, '{{default ‸}}'],
    ['{{de‸}}', helper, '{{default ‸}}'],
    ['{{de‸ content.a "x"}}', helper, '{{default‸ content.a "x"}}'],
    ['{{t "a" n=‸}}', helper, '{{t "a" n=(default ‸)}}'],
    ['‸', block, '{{#each ‸}}{{/each}}'],
    ['{{ea‸', block, '{{#each ‸}}{{/each}}'],
    ['{{ea‸}} b', block, '{{#each ‸}}{{/each}} b'],
    ['{{#ea‸}} b', block, '{{#each ‸}}{{/each}} b'],
    ['{{#e‸', condition, '{{#eq ‸}}{{/eq}}'],
    ['{{else ea‸}}', block, '{{else each ‸}}'],
  ])('%s', (marked, name, after) => {
    const { text, place } = at(marked);
    const { from, to, text: inserted, cursor } = insertName(name, place, text);
    const result = text.slice(0, from) + inserted + text.slice(to);
    expect(`${result.slice(0, cursor)}‸${result.slice(cursor)}`).toBe(after);
  });
});

describe('what is offered', () => {
  const names = [variable, helper, block, condition];
  const offered = (marked: string) => offerNames(names, at(marked).place).map(({ name }) => name);
  it('fits the place', () => {
    expect(offered('{{‸')).toEqual(['content.email', 'default', 'each', 'eq']);
    expect(offered('{{#‸')).toEqual(['content.email', 'each', 'eq']);
    expect(offered('{{default ‸')).toEqual(['content.email', 'default', 'eq']);
    expect(offered('{{/‸')).toEqual([]);
  });

  it('begins with what is closest to what was typed', () => {
    const list: ExpressionName[] = ['a.demail', 'user.email', 'email', 'name'].map((name) => ({
      name,
      kind: 'variable',
    }));
    expect(searchNames(list, 'Email').map(({ name }) => name)).toEqual(['email', 'user.email', 'a.demail']);
  });
});
