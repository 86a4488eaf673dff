import { expect, test } from 'vitest';
import { formatBytes } from '@/components/data/size';

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [1_023, '1023 bytes'],
  [1_024, '1.0 KB'],
  [24 * 1_024, '24 KB'],
  [1_363_149, '1.3 MB'],
])('%i bytes are shown as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
