import { expect, it } from 'vitest';
import { formatEventCount } from './event-count';

it.each([
  [0, '0'],
  [999, '999'],
  [1_000, '1,000+'],
])('%i events read %s', (count, text) => {
  expect(formatEventCount(count)).toBe(text);
});
