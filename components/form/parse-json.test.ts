import { expect, test } from 'vitest';
import { parseJsonText } from '@/components/form/parse-json';

test('nothing typed is no value and no mistake', () => {
  expect(parseJsonText(' \n ')).toEqual({ ok: true, value: undefined });
});

test('JSON is read', () => {
  expect(parseJsonText('{"a":[1,null]}')).toEqual({ ok: true, value: { a: [1, null] } });
});

test('a mistake names its line', () => {
  expect(parseJsonText('{\n  "a": 1,\n  b: 2\n}')).toEqual({ ok: false, message: 'is not JSON: look at line 3' });
});

test('text that ends too early names its last line', () => {
  expect(parseJsonText('{\n  "a": [1\n\n')).toEqual({ ok: false, message: 'is not JSON: look at line 2' });
});
