import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Change, forgetChanges, noteChange, onChanges, publishChanges } from '@/db/changes';
import { forwardChanges } from './forward';

type Told = [changes: readonly Change[], complete: boolean];

let told: Told[];
let end: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  end = forwardChanges((...one) => void told.push(one));
});
afterEach(() => {
  end();
  forgetChanges();
  vi.useRealTimers();
});

function commit(...changes: Change[]): void {
  for (const change of changes) noteChange(change);
  publishChanges();
}
const mail = (id: string, status: 'queued' | 'sent'): Change => ({ kind: 'mail', id, status });

test('what several commits changed is told together, each thing as it is last', () => {
  commit(mail('a', 'queued'), mail('b', 'queued'));
  commit(mail('a', 'sent'));
  expect(told).toEqual([]);
  vi.advanceTimersByTime(60);
  expect(told).toEqual([[[mail('a', 'sent'), mail('b', 'queued')], true]]);
});

test('beyond some hundreds it is told that some are left out, and the next time all is complete again', () => {
  commit(...Array.from({ length: 501 }, (_, index) => mail(`${index}`, 'queued')));
  vi.advanceTimersByTime(60);
  commit(mail('a', 'sent'));
  vi.advanceTimersByTime(60);
  expect(told.map(([changes, complete]) => [changes.length, complete])).toEqual([
    [500, false],
    [1, true],
  ]);
});

test('after its end nothing is told, not even what was gathered, and commits cost nothing again', () => {
  commit(mail('a', 'queued'));
  end();
  commit(mail('b', 'queued'));
  vi.advanceTimersByTime(60);
  expect(told).toEqual([]);
});

test('another thread is asked to tell while somebody listens', async () => {
  const { setForeignFeed, tellForeignChanges } = await import('@/db/changes');
  end();
  const wanted: boolean[] = [];
  setForeignFeed((want) => void wanted.push(want));
  const heard: Told[] = [];
  const stop = onChanges((...one) => void heard.push(one));
  const stopOther = onChanges(() => undefined);
  tellForeignChanges([mail('a', 'sent')], false);
  stop();
  stopOther();
  expect(wanted).toEqual([true, false]);
  expect(heard).toEqual([[[mail('a', 'sent')], false]]);
});
