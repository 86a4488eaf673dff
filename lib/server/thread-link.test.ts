import { MessageChannel } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { linkThreads, type Remote } from './thread-link';

interface There {
  add(a: number, b: number): number;
  later(text: string): Promise<string>;
  fail(): void;
  failOddly(): void;
}

let close: () => void = () => undefined;
afterEach(() => close());

function link(methods: Partial<There>): Remote<There> {
  const { port1, port2 } = new MessageChannel();
  close = () => port1.close();
  linkThreads(port2, methods);
  return linkThreads<There>(port1, {});
}

test('a call is answered with what the method returns, at once or later', async () => {
  const there = link({ add: (a, b) => a + b, later: async (text) => `${text}!` });
  const answers = await Promise.all([there.add(1, 2), there.later('yes'), there.add(3, 4)]);
  expect(answers).toEqual([3, 'yes!', 7]);
});

test('an error arrives with its message and code', async () => {
  const there = link({
    fail() {
      throw Object.assign(new Error('the disk is full'), { code: 'SQLITE_FULL' });
    },
    failOddly() {
      throw 'no error at all';
    },
  });
  await expect(there.fail()).rejects.toMatchObject({ message: 'the disk is full', code: 'SQLITE_FULL' });
  await expect(there.failOddly()).rejects.toThrow('no error at all');
});

test('a method that is not there, or only inherited, is refused by its name', async () => {
  const there = link({}) as unknown as { toString(): Promise<string> } & Remote<There>;
  await expect(there.add(1, 2)).rejects.toThrow("no method 'add'");
  await expect(there.toString()).rejects.toThrow("no method 'toString'");
});

test('what cannot be cloned fails the call, and no other', async () => {
  const there = link({ add: (() => () => 1) as unknown as There['add'], later: async (text) => text });
  await expect(there.add(1, 2)).rejects.toThrow(/could not be cloned/);
  expect(await there.later('still there')).toBe('still there');
});

test('the other side can be awaited without being called', async () => {
  const there = link({});
  expect(await Promise.resolve(there)).toBe(there);
});
