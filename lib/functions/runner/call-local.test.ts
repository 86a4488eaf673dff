import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  handler,
  type LocalRig,
  localFunction,
  messages,
  startLocalRig,
} from '@/lib/functions/runner/local-rig.fixture';

let rig: LocalRig;

beforeAll(async () => {
  rig = await startLocalRig();
});

afterAll(() => rig.close());

describe('a handler', () => {
  test('receives the task and what identifies the call, and its value is the result', async () => {
    const result = await rig.resultOf(
      handler('return { data: task.data, key: meta.idempotencyKey, n: meta.attempt };'),
      {
        event: { id: 'e1' },
      },
    );
    expect(result).toEqual({ data: { event: { id: 'e1' } }, key: 'run-1', n: 1 });
  });

  test('may be CommonJS, an ES module, or a file with requires of its own', async () => {
    expect(await rig.resultOf(localFunction({ 'index.mjs': 'export const handler = () => "esm";' }))).toBe('esm');
    expect(await rig.resultOf(localFunction({ 'index.cjs': 'module.exports.handler = () => "cjs";' }))).toBe('cjs');
    const nested = {
      'src/main.js': 'const { word } = require("dep"); module.exports = { run: () => word + require("./more") };',
      'src/more.js': 'module.exports = "!";',
      'node_modules/dep/index.js': 'exports.word = "hello";',
    };
    expect(await rig.resultOf(localFunction(nested, { entryPoint: 'src/main.run' }))).toBe('hello!');
  });

  test('that returns nothing succeeds without a result', async () => {
    expect(await rig.run(handler(''))).toMatchObject({ status: 'succeeded', result: undefined });
  });

  test('is kept warm: the second call finds the same process and its module state', async () => {
    const fn = localFunction('let n = 0; exports.handler = () => ({ n: ++n, pid: process.pid });');
    const first = await rig.resultOf(fn);
    const second = await rig.resultOf(fn);
    expect(first).toMatchObject({ n: 1 });
    expect(second).toEqual({ n: 2, pid: (first as { pid: number }).pid });
  });

  test('sees its own variables and none of the server', async () => {
    process.env.SECRET_OF_THE_SERVER = 'leak';
    const fn = handler('return process.env;', { environmentVariables: { API_KEY: { value: 'mine' } } });
    const env = (await rig.resultOf(fn)) as Record<string, string>;
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
    const one = await rig.resultOf(handler(source, { environmentVariables: { WHO: { value: 'one' } } }));
    const two = await rig.resultOf(handler(source, { environmentVariables: { WHO: { value: 'two' } } }));
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
    const first = (await rig.resultOf(fn)) as { pid: number };
    const second = await rig.resultOf(fn);
    expect(second).toEqual({ ...first, found: [] });
  });
});

describe('output', () => {
  test('becomes log lines, those of console and both streams, in order', async () => {
    const before = Date.now();
    const outcome = await rig.run(
      handler(
        'console.log("one", { a: 1 }); process.stdout.write("two\\nthr"); console.error("err"); console.log("ee é");',
      ),
    );
    expect(messages(outcome).filter((line) => line !== 'err')).toEqual(['one { a: 1 }', 'two', 'three é']);
    expect(messages(outcome)).toContain('err');
    for (const line of outcome.logs) expect(line.timestamp).toBeGreaterThanOrEqual(before);
  });

  test('R-21: of one job never shows up in another', async () => {
    const fn = localFunction(`
      exports.handler = async (task) => {
        if (task.data.late) setTimeout(() => console.log('late'), 20);
        else await new Promise((resolve) => setTimeout(resolve, 100));
        console.log('mine');
      };`);
    expect(messages(await rig.run(fn, { late: true }))).toEqual(['mine']);
    expect(messages(await rig.run(fn))).toEqual(['mine']);
  });

  test('survives a crash that follows it', async () => {
    const outcome = await rig.failureOf(handler('console.log("last words"); process.exit(3);'));
    expect(messages(outcome)).toEqual(['last words']);
  });

  test('R-21: of 100 MB is cut at 64 KB, says so, and does not grow the server', async () => {
    const before = process.memoryUsage().rss;
    const fn = handler(
      'const line = "x".repeat(1023); for (let i = 0; i < 102400; i += 1) console.log(line); return 1;',
    );
    const outcome = await rig.run({ ...fn, timeLimit: 30 });
    expect(outcome.status).toBe('succeeded');
    expect(outcome.logs.at(-1)?.message).toContain('truncated');
    const kept = outcome.logs.slice(0, -1).reduce((sum, line) => sum + line.message.length + 1, 0);
    expect(kept).toBeLessThanOrEqual(64 * 1024 + 1);
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024);
  });

  test('R-21: written past our capture, straight to the descriptor, is cut too', async () => {
    const source =
      'const b = Buffer.alloc(65536, "y\\n"); for (let i = 0; i < 800; i += 1) require("fs").writeSync(1, b);';
    const before = process.memoryUsage().rss;
    const outcome = await rig.run(handler(source));
    expect(outcome.status).toBe('succeeded');
    expect(outcome.logs.length).toBeLessThanOrEqual(4_001);
    expect(outcome.logs.at(-1)?.message).toContain('truncated');
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024);
  });
});
