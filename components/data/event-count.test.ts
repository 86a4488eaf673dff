import { expect, it } from 'vitest';
import { formatEventCount } from './event-count';

it.each([
  [0, '0'],
  [99, '99'],
  [100, '100+'],
])('%i events read %s', (count, text) => {
  expect(formatEventCount(count)).toBe(text);
});
