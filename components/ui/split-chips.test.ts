import { expect, test } from 'vitest';
import { splitChips } from '@/components/ui/split-chips';

test('a comma, a semicolon and a line end each finish a chip', () => {
  expect(splitChips('a@x.org, b@x.org;c@x.org\nd')).toEqual({ done: ['a@x.org', 'b@x.org', 'c@x.org'], rest: 'd' });
});

test('a comma inside an expression does not split it', () => {
  expect(splitChips('{{join content.emails ", "}}, next')).toEqual({
    done: ['{{join content.emails ", "}}'],
    rest: 'next',
  });
});

test('an expression that is still being typed stays whole', () => {
  expect(splitChips('{{default content.a, "b"')).toEqual({ done: [], rest: '{{default content.a, "b"' });
});

test('closing braces without an opening do not swallow what follows', () => {
  expect(splitChips('a}}, b,')).toEqual({ done: ['a}}', 'b'], rest: '' });
});

test('empty parts are left out', () => {
  expect(splitChips(' , ,a,,')).toEqual({ done: ['a'], rest: '' });
});
