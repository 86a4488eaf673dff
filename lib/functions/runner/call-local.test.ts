import { mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '@/lib/format/json';
import type { FunctionCall, FunctionFailure, FunctionOutcome, LocalFunction } from '@/lib/functions/outcome';
import { hashCode } from '@/lib/functions/read-code';
import { createLocalExecutor } from '@/lib/functions/runner/call-local';
import { privateMemory } from '@/lib/functions/runner/memory-watch';
import { writeZip } from '@/lib/functions/write-zip';

type LocalExecutor = ReturnType<typeof createLocalExecutor>;

let dataDir: string;
let executor: LocalExecutor;
const never = new AbortController().signal;

beforeAll(async () => {
  dataDir = await realpath(await mkdtemp(path.join(os.tmpdir(), 'functions-')));
  executor = createLocalExecutor({ dataDir, maxProcesses: 4 });
});

afterAll(async () => {
  await executor.close();
  await rm(dataDir, { recursive: true, force: true });
});

function localFunction(source: string | Record<string, string>, settings: Partial<LocalFunction> = {}): LocalFunction {
  const files = typeof source === 'string' ? { 'index.js': source } : source;
  const zip = writeZip(Object.entries(files).map(([file, content]) => ({ path: file, content })));
  return {
    kind: 'local',
    name: 'subject',
    timeLimit: 3,
    memoryLimit: 128,
    codeHash: hashCode(zip),
    entryPoint: 'index.handler',
    environmentVariables: {},
    readCode: async () => zip,
    ...settings,
  };
}

/** A handler's body, as in `return task.data`. */
function handler(body: string, settings: Partial<LocalFunction> = {}): LocalFunction {
  return localFunction(`exports.handler = async (task, meta) => { ${body} };`, settings);
}

function callOf(fn: LocalFunction, data: JsonObject = {}): FunctionCall<LocalFunction> {
  const task = { id: 'aaaaaaaaaaaaaaaaaaaaaaaa', functionName: fn.name, data };
  return { taskId: task.id, idempotencyKey: 'run-1', attempt: 1, task, fn };
}

function run(fn: LocalFunction, data: JsonObject = {}, on: LocalExecutor = executor): Promise<FunctionOutcome> {
  return on.execute(callOf(fn, data), never);
}

async function resultOf(fn: LocalFunction, data: JsonObject = {}, on: LocalExecutor = executor): Promise<unknown> {
  const outcome = await run(fn, data, on);
  if (outcome.status === 'failed') throw new Error(`${outcome.error.name}: ${outcome.error.message}`);
  return outcome.result;
}

async function failureOf(fn: LocalFunction, on: LocalExecutor = executor): Promise<FunctionFailure> {
  const outcome = await run(fn, {}, on);
  if (outcome.status !== 'failed') throw new Error(`succeeded with ${JSON.stringify(outcome.result)}`);
  return outcome;
}

const messages = (outcome: FunctionOutcome) => outcome.logs.map((line) => line.message);

async function untilGone(pid: number, limitMs: number): Promise<number> {
  const start = performance.now();
  while (performance.now() - start < limitMs) {
    // Also a zombie, which nobody has reaped yet, has no memory left.
    if (privateMemory(pid) === undefined) return performance.now() - start;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`process ${pid} is still there after ${limitMs} ms`);
}

describe('a handler', () => {
  test('receives the task and what identifies the call, and its value is the result', async () => {
    const result = await resultOf(handler('return { data: task.data, key: meta.idempotencyKey, n: meta.attempt };'), {
      event: { id: 'e1' },
    });
    expect(result).toEqual({ data: { event: { id: 'e1' } }, key: 'run-1', n: 1 });
  });

  test('may be CommonJS, an ES module, or a file with requires of its own', async () => {
    expect(await resultOf(localFunction({ 'index.mjs': 'export const handler = () => "esm";' }))).toBe('esm');
    expect(await resultOf(localFunction({ 'index.cjs': 'module.exports.handler = () => "cjs";' }))).toBe('cjs');
    const nested = {
      'src/main.js': 'const { word } = require("dep"); module.exports = { run: () => word + require("./more") };',
      'src/more.js': 'module.exports = "!";',
      'node_modules/dep/index.js': 'exports.word = "hello";',
    };
    expect(await resultOf(localFunction(nested, { entryPoint: 'src/main.run' }))).toBe('hello!');
  });

  test('that returns nothing succeeds without a result', async () => {
    expect(await run(handler(''))).toMatchObject({ status: 'succeeded', result: undefined });
  });

  test('is kept warm: the second call finds the same process and its module state', async () => {
    const fn = localFunction('let n = 0; exports.handler = () => ({ n: ++n, pid: process.pid });');
    const first = await resultOf(fn);
    const second = await resultOf(fn);
    expect(first).toMatchObject({ n: 1 });
    expect(second).toEqual({ n: 2, pid: (first as { pid: number }).pid });
  });

  test('sees its own variables and none of the server', async () => {
    process.env.SECRET_OF_THE_SERVER = 'leak';
    const fn = handler('return process.env;', { environmentVariables: { API_KEY: { value: 'mine' } } });
    const env = (await resultOf(fn)) as Record<string, string>;
    delete process.env.SECRET_OF_THE_SERVER;
    expect(env.API_KEY).toBe('mine');
    expect(JSON.stringify(env)).not.toContain('leak');
    expect(env).not.toHaveProperty('NODE_CHANNEL_FD');
    const allowed =
      /^(API_KEY|PATH|TZ|LANG|LC_ALL|HOME|TMPDIR|NODE_ENV|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR)$/;
    expect(Object.keys(env).filter((name) => !allowed.test(name))).toEqual([]);
  });

  test('never shares a process with the same code under other variables', async () => {
    const source = 'return { pid: process.pid, who: process.env.WHO };';
    const one = await resultOf(handler(source, { environmentVariables: { WHO: { value: 'one' } } }));
    const two = await resultOf(handler(source, { environmentVariables: { WHO: { value: 'two' } } }));
    expect(one).toMatchObject({ who: 'one' });
    expect(two).toMatchObject({ who: 'two' });
    expect((one as { pid: number }).pid).not.toBe((two as { pid: number }).pid);
  });

  test('starts every job in an empty temporary directory', async () => {
    const fn = localFunction(`
      const fs = require('node:fs');
      exports.handler = () => {
        const found = fs.readdirSync(process.cwd());
        fs.mkdirSync('sub');
        fs.writeFileSync('sub/left.txt', 'x');
        process.chdir('sub');
        return { found, pid: process.pid, tmp: require('node:os').tmpdir() };
      };`);
    const first = (await resultOf(fn)) as { pid: number };
    const second = await resultOf(fn);
    expect(second).toEqual({ ...first, found: [] });
  });
});

describe('output', () => {
  test('becomes log lines, those of console and both streams, in order', async () => {
    const before = Date.now();
    const outcome = await run(
      handler(
        'console.log("one", { a: 1 }); process.stdout.write("two\\nthr"); console.error("err"); console.log("ee é");',
      ),
    );
    expect(messages(outcome).filter((line) => line !== 'err')).toEqual(['one { a: 1 }', 'two', 'three é']);
    expect(messages(outcome)).toContain('err');
    for (const line of outcome.logs) expect(line.timestamp).toBeGreaterThanOrEqual(before);
  });

  test('of one job never shows up in another', async () => {
    const fn = localFunction(`
      exports.handler = async (task) => {
        if (task.data.late) setTimeout(() => console.log('late'), 20);
        else await new Promise((resolve) => setTimeout(resolve, 100));
        console.log('mine');
      };`);
    expect(messages(await run(fn, { late: true }))).toEqual(['mine']);
    expect(messages(await run(fn))).toEqual(['mine']);
  });

  test('survives a crash that follows it', async () => {
    const outcome = await failureOf(handler('console.log("last words"); process.exit(3);'));
    expect(messages(outcome)).toEqual(['last words']);
  });

  test('of 100 MB is cut at 64 KB, says so, and does not grow the server', async () => {
    const before = process.memoryUsage().rss;
    const fn = handler(
      'const line = "x".repeat(1023); for (let i = 0; i < 102400; i += 1) console.log(line); return 1;',
    );
    const outcome = await run({ ...fn, timeLimit: 30 });
    expect(outcome.status).toBe('succeeded');
    expect(outcome.logs.at(-1)?.message).toContain('truncated');
    const kept = outcome.logs.slice(0, -1).reduce((sum, line) => sum + line.message.length + 1, 0);
    expect(kept).toBeLessThanOrEqual(64 * 1024 + 1);
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024);
  });

  test('written past our capture, straight to the descriptor, is cut too', async () => {
    const source =
      'const b = Buffer.alloc(65536, "y\\n"); for (let i = 0; i < 800; i += 1) require("fs").writeSync(1, b);';
    const before = process.memoryUsage().rss;
    const outcome = await run(handler(source));
    expect(outcome.status).toBe('succeeded');
    expect(outcome.logs.length).toBeLessThanOrEqual(4_001);
    expect(outcome.logs.at(-1)?.message).toContain('truncated');
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024);
  });
});

describe('misbehaviour ends in an error of its own kind', () => {
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
    const outcome = await failureOf(handler(body, { memoryLimit: 512 }));
    expect(outcome.error).toMatchObject({ type: 'runtime', name });
    expect(outcome.error.message).toMatch(message);
    expect(outcome.error.message.length).toBeLessThan(5_000);
    expect(outcome.retryable).toBe(true);
  });

  test('a module that cannot be loaded, or lacks the export, says which', async () => {
    const syntax = await failureOf(localFunction('exports.handler = (;'));
    expect(syntax.error).toMatchObject({ type: 'runtime', name: 'SyntaxError' });
    const missing = await failureOf(localFunction('exports.other = () => 1;'));
    expect(missing.error.name).toBe('HandlerNotFound');
    expect(missing.error.message).toContain("no function 'handler'");
    expect(missing.retryable).toBe(false);
  });

  test('a thrown error leaves its stack in the log', async () => {
    const outcome = await failureOf(handler('throw new Error("with a stack");'));
    expect(messages(outcome)[0]).toBe('Error: with a stack');
    expect(messages(outcome)[1]).toContain('index.js:1');
  });

  test('a loop without end is stopped at its time limit', async () => {
    const start = performance.now();
    const outcome = await failureOf(handler('console.log(process.pid); process.on("SIGTERM", () => {}); for (;;);'));
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
    const outcome = await failureOf(handler(body, { timeLimit: 15 }));
    expect(outcome.error).toEqual({
      type: 'runtime',
      name: 'MemoryLimitExceeded',
      message: 'The function used more than its memory limit of 128 MB',
    });
  });

  test('60 MB of buffers fit into a limit of 128 MB', async () => {
    const source = 'const b = Buffer.alloc(6e7, 1); await new Promise((r) => setTimeout(r, 400)); return b.length;';
    expect(await resultOf(handler(source))).toBe(6e7);
  });

  test('the first of two results counts, and the next job gets its own', async () => {
    const fn = localFunction(`
      let job = 0;
      exports.handler = async (task) => {
        job += 1;
        if (task.data.forge) process._send({ type: 'result', job, ok: true, json: '"first"', written: [0, 0] });
        return 'second';
      };`);
    expect(await resultOf(fn, { forge: true })).toBe('first');
    expect(await resultOf(fn)).toBe('second');
    expect(await resultOf(fn)).toBe('second');
  });

  test('a rejection after the return spoils neither that run nor the next', async () => {
    const fn = localFunction(`
      exports.handler = async (task) => {
        if (task.data.spoil) setTimeout(() => Promise.reject(new Error('stale')), 30);
        else await new Promise((resolve) => setTimeout(resolve, 150));
        return process.pid;
      };`);
    const spoiled = await resultOf(fn, { spoil: true });
    expect(await resultOf(fn)).toBe(spoiled);
    expect(await resultOf(fn)).not.toBe(spoiled);
  });

  test('an error ends the process; the next call gets a fresh one', async () => {
    const fn = localFunction(`
      exports.handler = (task) => { if (task.data.fail) throw new Error(String(process.pid)); return process.pid; };`);
    const outcome = await run(fn, { fail: true });
    if (outcome.status !== 'failed') throw new Error('succeeded');
    const failed = Number(outcome.error.message);
    expect(await resultOf(fn)).not.toBe(failed);
    await untilGone(failed, 1_000);
  });
});

describe('containment', () => {
  test('the server, other functions, the system and new processes are out of reach', async () => {
    const result = await resultOf(
      handler(`
        const attempt = (act) => { try { act(); return 'done'; } catch (error) { return error.code ?? error.message; } };
        const fs = require('node:fs');
        return {
          passwd: attempt(() => fs.readFileSync('/etc/passwd')),
          environ: attempt(() => fs.readFileSync('/proc/' + process.ppid + '/environ')),
          others: attempt(() => fs.readdirSync(__dirname + '/..')),
          own: attempt(() => fs.readFileSync(__filename)),
          code: attempt(() => fs.writeFileSync(__dirname + '/index.js', '')),
          temp: attempt(() => fs.writeFileSync('mine.txt', 'x')),
          spawn: attempt(() => require('node:child_process').spawnSync('true')),
          signal: attempt(() => process.kill(process.ppid, 'SIGTERM')),
          send: typeof process.send,
        };`),
    );
    expect(result).toEqual({
      passwd: 'ERR_ACCESS_DENIED',
      environ: 'ERR_ACCESS_DENIED',
      others: 'ERR_ACCESS_DENIED',
      own: 'done',
      code: 'ERR_ACCESS_DENIED',
      temp: 'done',
      spawn: 'ERR_ACCESS_DENIED',
      signal: 'EPERM',
      send: 'undefined',
    });
  });

  test('without it, what a function started is ended with its process group', async () => {
    const open = createLocalExecutor({ dataDir, maxProcesses: 1, contained: false });
    try {
      const outcome = await failureOf(
        handler(`
          const { spawn } = require('node:child_process');
          console.log(spawn('sleep', ['600'], { stdio: 'inherit' }).pid);
          for (;;);`),
        open,
      );
      expect(outcome.error.name).toBe('TimeLimitExceeded');
      await untilGone(Number(messages(outcome)[0]), 1_000);
    } finally {
      await open.close();
    }
  });
});

describe('the pool', () => {
  test('never runs more processes than it may, and serves everybody', async () => {
    const small = createLocalExecutor({ dataDir, maxProcesses: 2 });
    const one = handler('await new Promise((r) => setTimeout(r, 20)); return { who: "one", pid: process.pid };');
    const two = handler('await new Promise((r) => setTimeout(r, 20)); return { who: "two", pid: process.pid };');
    try {
      const results = await Promise.all(
        Array.from({ length: 12 }, (_, index) => resultOf(index % 3 === 0 ? two : one, {}, small)),
      );
      const whoOf = (result: unknown) => (result as { who: string }).who;
      expect(results.map(whoOf)).toEqual(Array.from({ length: 12 }, (_, index) => (index % 3 === 0 ? 'two' : 'one')));
    } finally {
      await small.close();
    }
  });

  test('ends idle processes and replaces those that have done enough', async () => {
    const brief = createLocalExecutor({ dataDir, maxProcesses: 2, idleMs: 200, maxJobs: 2 });
    try {
      const fn = handler('return process.pid;');
      const pids = [await resultOf(fn, {}, brief), await resultOf(fn, {}, brief), await resultOf(fn, {}, brief)];
      expect(pids[1]).toBe(pids[0]);
      expect(pids[2]).not.toBe(pids[0]);
      await untilGone(Number(pids[2]), 2_000);
    } finally {
      await brief.close();
    }
  });

  test('an abort stops a running job and a waiting one', async () => {
    const small = createLocalExecutor({ dataDir, maxProcesses: 1 });
    try {
      const running = new AbortController();
      const waiting = new AbortController();
      const first = small.execute(callOf(handler('await new Promise((r) => setTimeout(r, 2500));')), running.signal);
      const second = small.execute(callOf(handler('return 2;')), waiting.signal);
      waiting.abort();
      expect(await second).toMatchObject({ status: 'failed', error: { type: 'invocation', name: 'Interrupted' } });
      running.abort();
      expect(await first).toMatchObject({ status: 'failed', error: { name: 'Interrupted' }, retryable: true });
      expect(await resultOf(handler('return 3;'), {}, small)).toBe(3);
    } finally {
      await small.close();
    }
  });

  test('close ends running jobs, every process and every temporary directory', async () => {
    const closing = createLocalExecutor({ dataDir, maxProcesses: 2 });
    const warm = Number(await resultOf(handler('return process.pid;'), {}, closing));
    expect(privateMemory(warm)).toBeGreaterThan(0);
    const looping = run(handler('for (;;);'), {}, closing);
    await closing.close();
    expect(await looping).toMatchObject({ status: 'failed' });
    await untilGone(warm, 1_000);
    const tempRoots = await readdir(path.join(dataDir, 'functions', 'tmp'));
    expect(tempRoots).toHaveLength(1);
    expect(await run(handler('return 1;'), {}, closing)).toMatchObject({
      status: 'failed',
      error: { type: 'invocation', name: 'NotStarted' },
    });
  });

  test('code that is not what its hash says is never run', async () => {
    const outcome = await failureOf({ ...handler('return 1;'), codeHash: 'f'.repeat(64) });
    expect(outcome.error).toMatchObject({ type: 'invocation', name: 'NotStarted' });
    expect(outcome.error.message).toContain('not the code that was uploaded');
  });
});
