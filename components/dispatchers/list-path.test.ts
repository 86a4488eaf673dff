import { expect, test } from 'vitest';
import { EVERY_DISPATCHER, toListPath } from '@/components/dispatchers/list-path';

test('what is not asked for is not in the address', () => {
  expect(toListPath(EVERY_DISPATCHER)).toBe('/api/v1/dispatchers?sort=updated&direction=desc&page=1&limit=50');
});

test('any text and any name can be asked for', () => {
  const path = toListPath({
    ...EVERY_DISPATCHER,
    text: ' a&b ',
    eventType: 'user deleted',
    tag: '+',
    enabled: false,
    page: 3,
  });
  const query = new URLSearchParams(path.split('?')[1]);
  expect(Object.fromEntries(query)).toMatchObject({
    text: 'a&b',
    eventType: 'user deleted',
    tag: '+',
    enabled: 'false',
    page: '3',
  });
});
