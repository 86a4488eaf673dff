import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { LocalExecutorOptions } from '@/lib/functions/runner/call-local';
import { handler, type LocalRig, startLocalRig, untilGone } from '@/lib/functions/runner/local-rig.fixture';
import { privateMemory } from '@/lib/functions/runner/memory-watch';

async function withRig(options: Partial<LocalExecutorOptions>, use: (rig: LocalRig) => Promise<void>): Promise<void> {
  const rig = await startLocalRig(options);
  try {
    await use(rig);
  } finally {
    await rig.close();
  }
}

/** The directories of runs. One that goes while it is looked for, with its server's, counts as gone. */
async function tempDirs(rig: LocalRig): Promise<string[]> {
  const root = path.join(rig.dataDir, 'functions', 'tmp');
  const servers = await readdir(root);
  const entries = await Promise.all(servers.map((server) => readdir(path.join(root, server)).catch(goneIsEmpty)));
  return entries.flat().filter((each) => each.startsWith('run-'));
}

function goneIsEmpty(error: NodeJS.ErrnoException): string[] {
  if (error.code !== 'ENOENT') throw error;
  return [];
}

test('never more jobs at a time than processes, and everybody is served', async () => {
  await withRig({ maxProcesses: 2 }, async (rig) => {
    const body = (who: string) => `
      const start = Date.now();
      await new Promise((resolve) => setTimeout(resolve, 30));
      return { who: '${who}', start, end: Date.now() };`;
    const [one, two] = [handler(body('one')), handler(body('two'))];
    const whoOf = (index: number) => (index % 3 === 0 ? 'two' : 'one');
    const calls = Array.from({ length: 12 }, (_, index) => rig.resultOf(whoOf(index) === 'two' ? two : one));
    const results = (await Promise.all(calls)) as { who: string; start: number; end: number }[];
    expect(results.map(({ who }) => who)).toEqual(Array.from({ length: 12 }, (_, index) => whoOf(index)));
    const atOnce = results.map(({ start }) => results.filter((each) => each.start <= start && start < each.end).length);
    expect(Math.max(...atOnce)).toBe(2);
  });
});

test('idle processes are ended, and those that have done enough are replaced', async () => {
  await withRig({ maxProcesses: 2, idleMs: 200, maxJobs: 2 }, async (rig) => {
    const fn = handler('return process.pid;');
    const pids = [await rig.resultOf(fn), await rig.resultOf(fn), await rig.resultOf(fn)];
    expect(pids[1]).toBe(pids[0]);
    expect(pids[2]).not.toBe(pids[0]);
    await untilGone(Number(pids[2]), 2_000);
  });
});

test('an idle process of another function makes room', async () => {
  await withRig({ maxProcesses: 1 }, async (rig) => {
    const first = Number(await rig.resultOf(handler('return process.pid;')));
    expect(await rig.resultOf(handler('return "other";'))).toBe('other');
    await untilGone(first, 1_000);
  });
});

test('an idle process that dies is not handed out', async () => {
  await withRig({ maxProcesses: 1 }, async (rig) => {
    const fn = handler('return process.pid;');
    const first = Number(await rig.resultOf(fn));
    process.kill(first, 'SIGKILL');
    // Its temporary directory goes when the server has noticed.
    while ((await tempDirs(rig)).length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await rig.resultOf(fn)).not.toBe(first);
  });
});

test('an abort stops a waiting job and a running one', async () => {
  await withRig({ maxProcesses: 1 }, async (rig) => {
    const [running, waiting] = [new AbortController(), new AbortController()];
    const first = rig.run(handler('await new Promise((r) => setTimeout(r, 2500));'), {}, running.signal);
    const second = rig.run(handler('return 2;'), {}, waiting.signal);
    waiting.abort();
    expect(await second).toMatchObject({ status: 'failed', error: { type: 'invocation', name: 'Interrupted' } });
    running.abort();
    expect(await first).toMatchObject({ status: 'failed', error: { name: 'Interrupted' }, retryable: true });
    expect(await rig.resultOf(handler('return 3;'))).toBe(3);
  });
});

test('close ends running jobs, every process and every temporary directory', async () => {
  await withRig({ maxProcesses: 2 }, async (rig) => {
    const warm = Number(await rig.resultOf(handler('return process.pid;')));
    expect(privateMemory(warm)).toBeGreaterThan(0);
    const looping = rig.run(handler('for (;;);'));
    await rig.stop();
    expect(await looping).toMatchObject({ status: 'failed' });
    await untilGone(warm, 1_000);
    expect(await readdir(path.join(rig.dataDir, 'functions', 'tmp'))).toEqual([]);
    const after = await rig.run(handler('return 1;'));
    expect(after).toMatchObject({ status: 'failed', error: { type: 'invocation', name: 'NotStarted' } });
  });
});

test('code that is not what its hash says is never run', async () => {
  await withRig({}, async (rig) => {
    const outcome = await rig.failureOf({ ...handler('return 1;'), codeHash: 'f'.repeat(64) });
    expect(outcome.error).toMatchObject({ type: 'invocation', name: 'NotStarted' });
    expect(outcome.error.message).toContain('not the code that was uploaded');
  });
});
