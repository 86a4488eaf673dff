import { describe, expect, it } from 'vitest';
import type { JsonObject } from '@/lib/format/json';
import { createLocalizer } from './localizer';
import { translate } from './translate';

const localize = createLocalizer([
  { key: 'greeting', text: { EN: 'Dear {{name}},', NL: 'Beste {{name}},', FR: 'Cher {{ name }},' } },
  { key: 'flemish', text: { EN: 'chips', NL: 'patat', 'nl-BE': 'frieten' } },
  { key: 'english_only', text: { EN: 'Only here' } },
  { key: 'dutch_only', text: { NL: 'Alleen hier' } },
  { key: 'mail.subject: new', text: { EN: 'Whole key' } },
  { key: 'days_one', text: { EN: '{{count}} day', NL: '{{count}} dag', FR: '{{count}} jour' } },
  { key: 'days_other', text: { EN: '{{count}} days', NL: '{{count}} dagen', FR: '{{count}} jours' } },
  { key: 'place_ordinal_one', text: { EN: '{{count}}st' } },
  { key: 'place_ordinal_two', text: { EN: '{{count}}nd' } },
  { key: 'place_ordinal_other', text: { EN: '{{count}}th' } },
  { key: 'bye', text: { EN: 'Bye' } },
  { key: 'bye_formal', text: { EN: 'Yours sincerely' } },
  { key: 'price', text: { EN: 'Costs {{amount, number}}', NL: 'Kost {{amount, number}}' } },
  { key: 'nested', text: { EN: 'From {{user.address.city}}' } },
  { key: 'twice', text: { EN: '{{a}}{{a}}{{b}}' } },
  { key: 'nesting', text: { EN: '$t(english_only)' } },
  { key: 'html', text: { EN: '<b>{{name}}</b>' } },
  { key: 'empty', text: { EN: '' } },
]);

function textOf(key: string, values: JsonObject = {}, language = 'EN') {
  const result = translate(key, values, { language, localize });
  return result.ok ? result.text : result;
}

describe('the language', () => {
  it.each([
    ['EN', 'Dear Anna,'],
    ['NL', 'Beste Anna,'],
    ['fr', 'Cher Anna,'],
    ['nl-BE', 'Beste Anna,'],
    ['fr_CA', 'Cher Anna,'],
    ['DE', 'Dear Anna,'],
    ['not a language', 'Dear Anna,'],
  ])('%s', (language, expected) => {
    expect(textOf('greeting', { name: 'Anna' }, language)).toBe(expected);
  });

  it('is looked up in full first, then its base, then EN', () => {
    expect(['nl-BE', 'nl-NL', 'fr'].map((language) => textOf('flemish', {}, language))).toEqual([
      'frieten',
      'patat',
      'chips',
    ]);
    expect(textOf('english_only', {}, 'NL')).toBe('Only here');
  });
});

it('a key that neither the language nor EN has is missing', () => {
  expect(textOf('nothing')).toMatchObject({
    ok: false,
    reason: 'missing',
    message: "There is no localization 'nothing' in EN",
  });
  expect(textOf('dutch_only', {}, 'FR')).toMatchObject({ ok: false, reason: 'missing' });
});

it('dots and colons in a key are part of it', () => {
  expect(textOf('mail.subject: new')).toBe('Whole key');
});

it('an empty text is a text', () => {
  expect(textOf('empty')).toBe('');
});

it('count chooses the plural form of the language', () => {
  expect([0, 1, 2].map((count) => textOf('days', { count }))).toEqual(['0 days', '1 day', '2 days']);
  expect([0, 1, 2].map((count) => textOf('days', { count }, 'FR'))).toEqual(['0 jour', '1 jour', '2 jours']);
  expect([1, 2, 4].map((count) => textOf('place', { count, ordinal: true }))).toEqual(['1st', '2nd', '4th']);
});

it('context chooses the variant, if there is one', () => {
  expect(textOf('bye', { context: 'formal' })).toBe('Yours sincerely');
  expect(textOf('bye', { context: 'rude' })).toBe('Bye');
});

it('placeholders reach into values and format', () => {
  expect(textOf('nested', { user: { address: { city: 'Gent' } } })).toBe('From Gent');
  expect(textOf('price', { amount: 1234.5 }, 'NL')).toBe('Kost 1.234,5');
});

it('a placeholder without a value is named', () => {
  expect(textOf('twice', { a: 'x' })).toMatchObject({
    ok: false,
    reason: 'invalid',
    message: expect.stringContaining('for b in'),
  });
  expect(textOf('nested', { user: {} })).toMatchObject({
    ok: false,
    message: expect.stringContaining('user.address.city'),
  });
  expect(textOf('html', { constructor: 'x' })).toMatchObject({ ok: false });
});

describe('values choose nothing', () => {
  it('they are not filled in themselves, and no key is looked up for them', () => {
    expect(textOf('greeting', { name: '{{b}} $t(english_only)', b: 'x' })).toBe('Dear {{b}} $t(english_only),');
    expect(textOf('nesting')).toBe('$t(english_only)');
  });

  it.each([
    'lng',
    'ns',
    'defaultValue',
    'interpolation',
    'returnObjects',
    'postProcess',
    'joinArrays',
    'replace',
    'lookup',
    'nest',
  ])('not even one named %s', (name) => {
    expect(textOf('english_only', { [name]: { localize: 'x', escapeValue: true } })).toBe('Only here');
    expect(textOf('english_only', { [name]: 'NL' })).toBe('Only here');
  });
});

it('values are escaped on demand, the text itself never', () => {
  const escapeAngles = (text: string) => text.replaceAll('<', '&lt;');
  expect(textOf('html', { name: '<i>' })).toBe('<b><i></b>');
  expect(translate('html', { name: '<i>' }, { language: 'EN', localize, escape: escapeAngles })).toEqual({
    ok: true,
    text: '<b>&lt;i></b>',
  });
});

it('the work is announced before it is done, and can be refused', () => {
  const refuse = () => {
    throw new RangeError('too much');
  };
  expect(() => translate('greeting', { name: 'x' }, { language: 'EN', localize, charge: refuse })).toThrow('too much');
  expect(textOf('greeting', { name: 'Anna' })).toBe('Dear Anna,');
});
