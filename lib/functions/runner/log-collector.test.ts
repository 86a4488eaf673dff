import { expect, test } from 'vitest';
import { LOG_MAX_BYTES, LogCollector } from '@/lib/functions/runner/log-collector';

const messages = (logs: LogCollector) => logs.end().map((line) => line.message);

test('lines are put together from pieces, each stream by itself, also across a character of several bytes', () => {
  let now = 1_000;
  const logs = new LogCollector(() => now);
  const euro = Buffer.from('€');
  logs.push('stdout', Buffer.concat([Buffer.from('10 '), euro.subarray(0, 1)]));
  logs.push('stderr', Buffer.from('warning\r\n'));
  now = 2_000;
  logs.push('stdout', Buffer.concat([euro.subarray(1), Buffer.from(' each\n\nrest')]));
  expect(logs.end()).toEqual([
    { timestamp: 1_000, message: 'warning' },
    { timestamp: 2_000, message: '10 € each' },
    { timestamp: 2_000, message: '' },
    { timestamp: 2_000, message: 'rest' },
  ]);
});

test('exactly 64 KB are kept without a word, one byte more is said', () => {
  const full = new LogCollector();
  full.push('stdout', Buffer.alloc(LOG_MAX_BYTES, 'x'));
  expect(messages(full)).toEqual(['x'.repeat(LOG_MAX_BYTES)]);
  full.push('stderr', Buffer.from('y'));
  expect(messages(full).at(-1)).toContain('truncated');
});

test('many short lines are cut as well', () => {
  const logs = new LogCollector();
  logs.push('stdout', Buffer.alloc(LOG_MAX_BYTES, '\n'));
  const lines = messages(logs);
  expect(lines.length).toBeLessThanOrEqual(4_001);
  expect(lines.at(-1)).toContain('truncated');
});

test('no output is no lines', () => {
  expect(new LogCollector().end()).toEqual([]);
});
