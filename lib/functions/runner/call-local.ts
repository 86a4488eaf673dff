import path from 'node:path';
import {
  type FunctionCall,
  type FunctionExecutor,
  type FunctionOutcome,
  interrupted,
  type LocalFunction,
} from '@/lib/functions/outcome';
import { toMeta } from '@/lib/functions/payload';
import { notStarted, toOutcome } from '@/lib/functions/runner/ending';
import type { ProcessSpec } from '@/lib/functions/runner/launch';
import { ProcessPool } from '@/lib/functions/runner/process-pool';
import { unpackCode } from '@/lib/functions/runner/unpack';

const IDLE_MS = 60_000;
const MAX_JOBS_PER_PROCESS = 10_000;
/** A warm process may end just as it is handed out; a run that never began is simply begun again. */
const MAX_STARTS = 3;

export interface LocalExecutorOptions {
  dataDir: string;
  /** The most child processes at a time. */
  maxProcesses: number;
  /** Directory of `child.mjs`; the repository's by default, seen from the working directory. */
  runnerDir?: string;
  /** See {@link LaunchSettings}; on unless told otherwise. */
  contained?: boolean;
  idleMs?: number;
  maxJobs?: number;
}

/** Runs uploaded code in warm child processes. Code is unpacked once, under `<dataDir>/functions/<hash>`. */
export function createLocalExecutor(options: LocalExecutorOptions): FunctionExecutor<LocalFunction> {
  const codeRoot = path.resolve(options.dataDir, 'functions');
  const pool = new ProcessPool({
    tempDir: path.join(codeRoot, 'tmp'),
    runnerDir: options.runnerDir ?? path.join(process.cwd(), 'lib', 'functions', 'runner'),
    contained: options.contained ?? true,
    maxProcesses: options.maxProcesses,
    idleMs: options.idleMs ?? IDLE_MS,
    maxJobs: options.maxJobs ?? MAX_JOBS_PER_PROCESS,
  });
  const unpacked = new Map<string, Promise<string>>();

  function codeDirectory(fn: LocalFunction): Promise<string> {
    let directory = unpacked.get(fn.codeHash);
    if (!directory) {
      directory = unpackCode(codeRoot, fn.codeHash, fn.readCode);
      unpacked.set(fn.codeHash, directory);
      directory.catch(() => unpacked.delete(fn.codeHash));
    }
    return directory;
  }

  async function execute(call: FunctionCall<LocalFunction>, signal: AbortSignal): Promise<FunctionOutcome> {
    try {
      const spec = toSpec(call.fn, await codeDirectory(call.fn));
      for (let start = 1; ; start += 1) {
        const outcome = await runOnce(pool, spec, call, signal);
        if (outcome || start === MAX_STARTS) return outcome ?? toOutcome({ kind: 'refused' }, call.fn, []);
      }
    } catch (error) {
      if (signal.aborted) return interrupted();
      return notStarted(`The function could not be started: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  return { execute, close: () => pool.close() };
}

/** Undefined when the process turned out to be at its end and the run did not begin. */
async function runOnce(
  pool: ProcessPool,
  spec: ProcessSpec,
  call: FunctionCall<LocalFunction>,
  signal: AbortSignal,
): Promise<FunctionOutcome | undefined> {
  const process = await pool.acquire(spec, signal);
  try {
    const run = {
      task: call.task,
      meta: toMeta(call, Date.now()),
      timeLimitMs: call.fn.timeLimit * 1_000,
    };
    const { ending, logs } = await process.run(run, signal);
    return ending.kind === 'refused' ? undefined : toOutcome(ending, call.fn, logs);
  } finally {
    pool.release(spec, process);
  }
}

function toSpec(fn: LocalFunction, codeDir: string): ProcessSpec {
  const variables = Object.entries(fn.environmentVariables).map(([name, { value }]) => [name, value] as const);
  return {
    codeDir,
    entryPoint: fn.entryPoint,
    memoryLimit: fn.memoryLimit,
    environment: Object.fromEntries(variables),
  };
}
