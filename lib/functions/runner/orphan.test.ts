import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLocalExecutor } from '@/lib/functions/runner/call-local';
import { privateMemory } from '@/lib/functions/runner/memory-watch';

/** A server of a few lines, bundled as the real one is: runs a handler that never ends and tells its process id. */
const SERVER = `
  import { createLocalExecutor } from '@/lib/functions/runner/call-local';
  import { hashCode } from '@/lib/functions/read-code';
  import { writeZip } from '@/lib/functions/write-zip';

  const executor = createLocalExecutor({ dataDir: process.argv[2], maxProcesses: 2 });
  const zip = writeZip([{ path: 'index.js', content: 'exports.handler = (task) => { if (task.data.loop) for (;;); return process.pid; };' }]);
  const fn = { kind: 'local', name: 'loop', timeLimit: 300, memoryLimit: 128, codeHash: hashCode(zip), entryPoint: 'index.handler', environmentVariables: {}, readCode: async () => zip };
  const call = (data) => executor.execute({ taskId: 't', idempotencyKey: 'k', attempt: 1, task: { data }, fn }, new AbortController().signal);
  call({}).then((outcome) => { void call({ loop: true }); process.send(outcome.result); });
`;

let directory: string;
let bundle: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'orphan-'));
  bundle = path.join(directory, 'server.cjs');
  const stdin = { contents: SERVER, resolveDir: process.cwd(), loader: 'ts' } as const;
  await build({ stdin, outfile: bundle, bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' });
});

afterAll(() => rm(directory, { recursive: true, force: true }));

async function startServer(): Promise<{ server: ChildProcess; handlerPid: number }> {
  const server = fork(bundle, [directory], { execArgv: [] });
  const [handlerPid] = (await once(server, 'message')) as [number];
  return { server, handlerPid };
}

async function untilBusy(pid: number): Promise<void> {
  const cpuTime = async () => {
    return Number((await readFile(`/proc/${pid}/stat`, 'latin1')).split(' ')[13]);
  };
  const before = await cpuTime();
  while ((await cpuTime()) - before < 10) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Kills the server amid the endless loop. @returns whether the loop has ended 3 s later. */
async function endsWithItsServer({ server, handlerPid }: { server: ChildProcess; handlerPid: number }) {
  await untilBusy(handlerPid);
  server.kill('SIGKILL');
  await once(server, 'exit');
  const start = performance.now();
  while (privateMemory(handlerPid) !== undefined && performance.now() - start < 3_000) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return privateMemory(handlerPid) === undefined;
}

test('R-09: a handler in an endless loop is gone within 3 s after its server was killed', async () => {
  expect(await endsWithItsServer(await startServer())).toBe(true);
});

test('R-09 control: a process that only listens for the end of its server goes on in its loop', async () => {
  const loop =
    "process.on('disconnect', () => process.exit()); process.send(process.pid); setImmediate(() => { for (;;); });";
  await writeFile(path.join(directory, 'loop.cjs'), loop);
  const parent = "require('child_process').fork(process.argv[2]).on('message', (pid) => process.send(pid));";
  await writeFile(path.join(directory, 'parent.cjs'), parent);
  const server = fork(path.join(directory, 'parent.cjs'), [path.join(directory, 'loop.cjs')], { execArgv: [] });
  const [handlerPid] = (await once(server, 'message')) as [number];
  expect(await endsWithItsServer({ server, handlerPid })).toBe(false);
  process.kill(handlerPid, 'SIGKILL');
});

test('the next server removes the temporary directories that a killed one left', async () => {
  const { server } = await startServer();
  server.kill('SIGKILL');
  await once(server, 'exit');
  const tempRoots = () => readdir(path.join(directory, 'functions', 'tmp'));
  expect((await tempRoots()).some((name) => name.startsWith(`${server.pid}-`))).toBe(true);
  const executor = createLocalExecutor({ dataDir: directory, maxProcesses: 1 });
  const left = await tempRoots();
  await executor.close();
  expect(left.filter((name) => !name.startsWith(`${process.pid}-`))).toEqual([]);
});
