import { expect, test } from 'vitest';
import { type ListRequest, toListPath } from '@/components/dispatchers/list-path';

const all: ListRequest = {
  text: '',
  eventType: null,
  tag: null,
  enabled: null,
  neverFired: null,
  sort: 'updated',
  direction: 'desc',
  page: 1,
};

test('what is not asked for is not in the address', () => {
  expect(toListPath(all)).toBe('/api/v1/dispatchers?sort=updated&direction=desc&page=1&limit=50');
});

test('any text and any name can be asked for', () => {
  const path = toListPath({ ...all, text: ' a&b ', eventType: 'user deleted', tag: '+', enabled: false, page: 3 });
  const query = new URLSearchParams(path.split('?')[1]);
  expect(Object.fromEntries(query)).toMatchObject({
    text: 'a&b',
    eventType: 'user deleted',
    tag: '+',
    enabled: 'false',
    page: '3',
  });
});
