import { expect, it } from 'vitest';
import { comparePlaceholders, findPlaceholders } from './placeholders';

it('finds the names, without formats, each once', () => {
  expect(findPlaceholders('Dear {{name}}, {{ amount, number }} {{-raw}} {{name}} {{user.city}} {not} {{}}')).toEqual([
    'name',
    'amount',
    'raw',
    'user.city',
  ]);
});

it.each([
  ['Hi {{name}}', 'Dag {{ name }}', undefined],
  ['Hi {{name}}', 'Dag', 'lacks {{name}}'],
  ['Hi', 'Dag {{nam}}', 'has {{nam}}, which the EN text has not'],
  ['{{a}} {{b}}', '{{b}} {{c}}', 'lacks {{a}}; has {{c}}, which the EN text has not'],
])('%j beside %j: %s', (english, text, expected) => {
  expect(comparePlaceholders(english, text)).toBe(expected);
});
