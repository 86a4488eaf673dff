import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  handler,
  type LocalRig,
  localFunction,
  messages,
  startLocalRig,
  untilGone,
} from '@/lib/functions/runner/local-rig.fixture';

let rig: LocalRig;

beforeAll(async () => {
  rig = await startLocalRig();
});

afterAll(() => rig.close());

describe('R-21: misbehaviour ends in an error of its own kind', () => {
  const table: [string, string, string, RegExp][] = [
    ['throws', 'throw new RangeError("too far");', 'RangeError', /^too far$/],
    ['throws a named error', 'throw Object.assign(new Error("busy"), { name: "Busy" });', 'Busy', /^busy$/],
    ['throws null', 'throw null;', 'NonErrorThrown', /threw null/],
    ['throws a string', 'throw "no";', 'NonErrorThrown', /threw 'no'/],
    ['throws a circular object', 'const o = {}; o.o = o; throw o;', 'NonErrorThrown', /\[Circular \*1\]/],
    [
      'throws a trap',
      'throw new Proxy({}, { get() { throw 1; }, getPrototypeOf() { throw 1; } });',
      'NonErrorThrown',
      /./,
    ],
    ['throws a huge message', 'throw new Error("m".repeat(5e7));', 'Error', /^m{4096}…$/],
    ['exits with 0', 'process.exit(0);', 'ExitedWithoutResult', /exited with code 0 without a result/],
    ['exits with 7', 'process.exit(7);', 'ExitedWithoutResult', /exited with code 7 without a result/],
    ['kills itself', 'process.kill(process.pid, "SIGKILL"); for(;;);', 'Crashed', /ended by SIGKILL/],
    ['aborts', 'process.abort();', 'Crashed', /ended by SIGABRT/],
    [
      'rejects unseen',
      'Promise.reject(new Error("lost")); await new Promise((r) => setTimeout(r, 500));',
      'UnhandledRejection',
      /nothing handled it: Error: lost/,
    ],
    [
      'throws in a timer',
      'setTimeout(() => { throw new Error("late"); }, 5); await new Promise((r) => setTimeout(r, 500));',
      'UncaughtException',
      /outside the handler: Error: late/,
    ],
    ['never settles', 'await new Promise(() => {});', 'NeverSettled', /never settled/],
    ['returns a circle', 'const o = {}; o.o = o; return o;', 'ResultNotSerializable', /cannot be written as JSON/],
    ['returns a BigInt', 'return 1n;', 'ResultNotSerializable', /BigInt/],
    ['returns a function', 'return () => 1;', 'ResultNotSerializable', /is a function/],
    ['returns 50 MB', 'return "r".repeat(5e7);', 'ResultTooLarge', /50000002 bytes of JSON; at most 1048576/],
    [
      'closes its channel',
      'process.disconnect(); await new Promise((r) => setTimeout(r, 2500));',
      'ChannelClosed',
      /closed its connection/,
    ],
  ];
  test.each(table)('%s', async (_title, body, name, message) => {
    const outcome = await rig.failureOf(handler(body, { memoryLimit: 512 }));
    expect(outcome.error).toMatchObject({ type: 'runtime', name });
    expect(outcome.error.message).toMatch(message);
    expect(outcome.error.message.length).toBeLessThan(5_000);
    expect(outcome.retryable).toBe(true);
  });

  test('a module that cannot be loaded, or lacks the export, says which', async () => {
    const syntax = await rig.failureOf(localFunction('exports.handler = (;'));
    expect(syntax.error).toMatchObject({ type: 'runtime', name: 'SyntaxError' });
    const missing = await rig.failureOf(localFunction('exports.other = () => 1;'));
    expect(missing.error.name).toBe('HandlerNotFound');
    expect(missing.error.message).toContain("no function 'handler'");
    expect(missing.retryable).toBe(false);
  });

  test('a thrown error leaves its stack in the log', async () => {
    const outcome = await rig.failureOf(handler('throw new Error("with a stack");'));
    expect(messages(outcome)[0]).toBe('Error: with a stack');
    expect(messages(outcome)[1]).toContain('index.js:1');
  });

  test('a loop without end is stopped at its time limit', async () => {
    const start = performance.now();
    const outcome = await rig.failureOf(
      handler('console.log(process.pid); process.on("SIGTERM", () => {}); for (;;);'),
    );
    expect(outcome.error).toEqual({
      type: 'runtime',
      name: 'TimeLimitExceeded',
      message: 'The function ran longer than its time limit of 3 s',
    });
    expect(performance.now() - start).toBeLessThan(4_500);
    await untilGone(Number(messages(outcome)[0]), 1_000);
  });

  test.each([
    ['heap', 'const all = []; for (;;) all.push(new Array(1000).fill({}));'],
    [
      'buffers',
      'const all = []; for (;;) { all.push(Buffer.alloc(4e6, 1)); await new Promise((r) => setTimeout(r, 5)); }',
    ],
    ['buffers in one go', 'const all = []; for (let i = 0; i < 80; i += 1) all.push(Buffer.alloc(4e6, 1)); for (;;);'],
  ])('more memory than allowed, in %s', async (_title, body) => {
    const outcome = await rig.failureOf(handler(body, { timeLimit: 15 }));
    expect(outcome.error).toEqual({
      type: 'runtime',
      name: 'MemoryLimitExceeded',
      message: 'The function used more than its memory limit of 128 MB',
    });
  });

  test('60 MB of buffers fit into a limit of 128 MB', async () => {
    const source = 'const b = Buffer.alloc(6e7, 1); await new Promise((r) => setTimeout(r, 400)); return b.length;';
    expect(await rig.resultOf(handler(source))).toBe(6e7);
  });

  test('the first of two results counts, and the next job gets its own', async () => {
    const fn = localFunction(`
      let job = 0;
      exports.handler = async (task) => {
        job += 1;
        if (task.data.forge) process._send({ type: 'result', job, ok: true, json: '"first"', written: [0, 0] });
        return 'second';
      };`);
    expect(await rig.resultOf(fn, { forge: true })).toBe('first');
    expect(await rig.resultOf(fn)).toBe('second');
    expect(await rig.resultOf(fn)).toBe('second');
  });

  test('a rejection after the return spoils neither that run nor the next', async () => {
    const fn = localFunction(`
      exports.handler = async (task) => {
        if (task.data.spoil) setTimeout(() => Promise.reject(new Error('stale')), 30);
        else await new Promise((resolve) => setTimeout(resolve, 150));
        return process.pid;
      };`);
    const spoiled = await rig.resultOf(fn, { spoil: true });
    expect(await rig.resultOf(fn)).toBe(spoiled);
    expect(await rig.resultOf(fn)).not.toBe(spoiled);
  });

  test('an error ends the process; the next call gets a fresh one', async () => {
    const fn = localFunction(`
      exports.handler = (task) => { if (task.data.fail) throw new Error(String(process.pid)); return process.pid; };`);
    const outcome = await rig.run(fn, { fail: true });
    if (outcome.status !== 'failed') throw new Error('succeeded');
    const failed = Number(outcome.error.message);
    expect(await rig.resultOf(fn)).not.toBe(failed);
    await untilGone(failed, 1_000);
  });
});
