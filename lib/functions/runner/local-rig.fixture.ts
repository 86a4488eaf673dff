import { setMaxListeners } from 'node:events';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { JsonObject } from '@/lib/format/json';
import type { FunctionCall, FunctionFailure, FunctionOutcome, LocalFunction } from '@/lib/functions/outcome';
import { hashCode } from '@/lib/functions/read-code';
import { createLocalExecutor, type LocalExecutorOptions } from '@/lib/functions/runner/call-local';
import { privateMemory } from '@/lib/functions/runner/memory-watch';
import { writeZip } from '@/lib/functions/write-zip';

/** A real executor on a directory of its own, with what tests ask of it. */
export async function startLocalRig(options: Partial<LocalExecutorOptions> = {}) {
  const dataDir = await realpath(await mkdtemp(path.join(os.tmpdir(), 'functions-')));
  const executor = createLocalExecutor({ dataDir, maxProcesses: 4, ...options });
  const never = new AbortController().signal;
  setMaxListeners(0, never);

  const run = (fn: LocalFunction, data: JsonObject = {}, signal = never): Promise<FunctionOutcome> =>
    executor.execute(callOf(fn, data), signal);

  return {
    dataDir,
    run,
    async resultOf(fn: LocalFunction, data: JsonObject = {}): Promise<unknown> {
      const outcome = await run(fn, data);
      if (outcome.status === 'failed') throw new Error(`${outcome.error.name}: ${outcome.error.message}`);
      return outcome.result;
    },
    async failureOf(fn: LocalFunction, data: JsonObject = {}): Promise<FunctionFailure> {
      const outcome = await run(fn, data);
      if (outcome.status !== 'failed') throw new Error(`succeeded with ${JSON.stringify(outcome.result)}`);
      return outcome;
    },
    /** Ends the executor, as a shut-down does; the directory stays. */
    stop: () => executor.close(),
    async close(): Promise<void> {
      await executor.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export type LocalRig = Awaited<ReturnType<typeof startLocalRig>>;

/** A function of these files, or of this `index.js`. */
export function localFunction(
  source: string | Record<string, string>,
  settings: Partial<LocalFunction> = {},
): LocalFunction {
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

/** A function by its handler's body, as in `return task.data`. */
export function handler(body: string, settings: Partial<LocalFunction> = {}): LocalFunction {
  return localFunction(`exports.handler = async (task, meta) => { ${body} };`, settings);
}

function callOf(fn: LocalFunction, data: JsonObject): FunctionCall<LocalFunction> {
  const task = { id: 'aaaaaaaaaaaaaaaaaaaaaaaa', functionName: fn.name, data };
  return { taskId: task.id, idempotencyKey: 'run-1', attempt: 1, task, fn };
}

export const messages = (outcome: FunctionOutcome) => outcome.logs.map((line) => line.message);

/** Waits until the process has ended; a zombie that nobody has reaped yet has ended too. */
export async function untilGone(pid: number, limitMs: number): Promise<void> {
  const start = performance.now();
  while (privateMemory(pid) !== undefined) {
    if (performance.now() - start > limitMs) throw new Error(`process ${pid} is still there after ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
