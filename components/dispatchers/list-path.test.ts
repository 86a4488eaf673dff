import { expect, test } from 'vitest';
import { toListPath } from '@/components/dispatchers/list-path';

test('without a search there is only the page and the order', () => {
  expect(toListPath({ search: ' ', page: 3 })).toBe('/dispatchers/v1/?limit(50,100)&sort(-updateTimestamp)');
});

test('what is searched can never become part of the query', () => {
  const path = toListPath({ search: `a),eq(b,c)&'*%`, page: 1 });
  const value = /like\(name,string:([^)]*)\),like\(/.exec(path)?.[1] ?? '';
  expect(value).toMatch(/^[\w%]+$/);
  expect(decodeURIComponent(decodeURIComponent(value))).toBe(`a),eq(b,c)&'*%`);
});
