import type { ChildProcess } from 'node:child_process';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import type { JsonObject } from '@/lib/format/json';
import { isJsonObject } from '@/lib/format/json';
import type { CallMeta } from '@/lib/functions/payload';
import type { Ending } from '@/lib/functions/runner/ending';
import { type LaunchSettings, launch, type ProcessSpec } from '@/lib/functions/runner/launch';
import { LogCollector } from '@/lib/functions/runner/log-collector';
import type { MemoryWatch, Watched } from '@/lib/functions/runner/memory-watch';
import type { LogLine } from '@/lib/functions/schema';

const START_LIMIT_MS = 15_000;
/** After a result: how long output that the child says it wrote may still take to arrive. */
const OUTPUT_GRACE_MS = 500;
const HEAP_EXHAUSTED = 'JavaScript heap out of memory';
/** V8 gives up by abort; so near the limit that is what happened, whatever it managed to print. */
const NEARLY_EXHAUSTED = 0.75;

export interface FunctionRun {
  task: JsonObject;
  meta: CallMeta;
  timeLimitMs: number;
}

interface CurrentJob {
  id: number;
  logs: LogCollector;
  end: (ending: Ending) => void;
}

export interface FunctionProcessOptions extends LaunchSettings {
  /** Where each process gets its temporary directory. */
  tempRoot: string;
  memoryWatch: MemoryWatch;
}

/** One child process with a function's code in it. Runs one job at a time; any ending but a result ends it too. */
export class FunctionProcess implements Watched {
  readonly pid: number;
  readonly memoryLimitBytes: number;
  /** Called once, when the process can take no more jobs. */
  onRetired: () => void = () => undefined;
  jobsDone = 0;
  readonly #child: ChildProcess;
  readonly #memoryWatch: MemoryWatch;
  readonly #tempDir: string;
  #received = [0, 0];
  #outputArrived: () => void = () => undefined;
  #current: CurrentJob | undefined;
  #stopping: 'time' | 'memory' | 'abort' | undefined;
  #heapExhausted = false;
  #lastMemory = 0;
  #retired = false;
  #ended = false;
  readonly #gone: Promise<void>;

  private constructor(child: ChildProcess, pid: number, tempDir: string, spec: ProcessSpec, watch: MemoryWatch) {
    this.#child = child;
    this.pid = pid;
    this.#tempDir = tempDir;
    this.#memoryWatch = watch;
    this.memoryLimitBytes = spec.memoryLimit * 1024 * 1024;
    child.stdout?.on('data', (chunk: Buffer) => this.#output(0, chunk));
    child.stderr?.on('data', (chunk: Buffer) => this.#output(1, chunk));
    child.on('message', (message) => this.#message(message));
    child.on('error', () => this.kill());
    child.on('disconnect', () => this.#disconnected());
    this.#gone = new Promise((resolve) => {
      child.once('exit', (code, signal) => void this.#exited(code, signal).finally(resolve));
    });
  }

  /** Starts a process and waits until it is ready for its first job. Throws when it does not come up in time. */
  static async start(spec: ProcessSpec, options: FunctionProcessOptions): Promise<FunctionProcess> {
    const tempDir = await realpath(await mkdtemp(path.join(options.tempRoot, 'run-')));
    const child = launch(spec, tempDir, options);
    if (child.pid === undefined) {
      const error = await new Promise<Error>((resolve) => child.once('error', resolve));
      await rm(tempDir, { recursive: true, force: true });
      throw error;
    }
    const started = new FunctionProcess(child, child.pid, tempDir, spec, options.memoryWatch);
    await started.#ready();
    return started;
  }

  get retired(): boolean {
    return this.#retired;
  }

  /** Resolves when the process has ended and its temporary directory is removed. */
  get gone(): Promise<void> {
    return this.#gone;
  }

  /** Runs one job. Never throws. Only one at a time: the pool sees to that. */
  async run(job: FunctionRun, signal: AbortSignal): Promise<{ ending: Ending; logs: LogLine[] }> {
    const logs = new LogCollector();
    if (this.#retired) return { ending: { kind: 'refused' }, logs: [] };
    const id = this.jobsDone + 1;
    const abort = () => this.#stop('abort');
    const timer = setTimeout(() => this.#stop('time'), job.timeLimitMs);
    this.#memoryWatch.add(this);
    const ending = await new Promise<Ending>((resolve) => {
      this.#current = { id, logs, end: resolve };
      if (signal.aborted) abort();
      signal.addEventListener('abort', abort, { once: true });
      this.#child.send({ type: 'run', job: id, task: job.task, meta: job.meta }, (error) => {
        if (error) resolve({ kind: 'refused' });
      });
    });
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
    this.#memoryWatch.remove(this);
    this.#current = undefined;
    this.jobsDone = id;
    return { ending, logs: logs.end() };
  }

  /** Ends the process and everything in its process group, at once. */
  kill(): void {
    this.#retire();
    // Once the process has ended its number may be given to another.
    if (this.#ended) return;
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch {
      // The group is gone already.
    }
  }

  memorySeen(bytes: number): void {
    this.#lastMemory = bytes;
  }

  memoryExceeded(): void {
    this.#stop('memory');
  }

  async #ready(): Promise<void> {
    const child = this.#child;
    const isReady = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), START_LIMIT_MS);
      const done = (value: boolean) => {
        clearTimeout(timer);
        resolve(value);
      };
      child.once('message', () => done(true));
      child.once('exit', () => done(false));
    });
    if (isReady) return;
    this.kill();
    await this.#gone;
    throw new Error('The process of the function did not start');
  }

  #stop(why: 'time' | 'memory' | 'abort'): void {
    this.#stopping ??= why;
    this.kill();
  }

  #retire(): void {
    if (this.#retired) return;
    this.#retired = true;
    this.onRetired();
  }

  #message(message: unknown): void {
    if (!isJsonObject(message)) return;
    if (message.type === 'retire') this.#retire();
    const job = this.#current;
    if (!job || message.job !== job.id) return;
    if (message.retire === true || message.type === 'refused') this.#retire();
    if (message.type === 'refused') job.end({ kind: 'refused' });
    if (message.type === 'result') void this.#result(job, message);
  }

  /** The first result counts: the job is let go of before anything is awaited. */
  async #result(job: CurrentJob, message: JsonObject): Promise<void> {
    this.#current = { ...job, id: -1, end: () => undefined };
    const ending = toEnding(message);
    await this.#outputUpTo(message.written);
    if (this.#retired) this.kill();
    job.end(ending);
  }

  /** Output and results travel over different pipes: waits until the bytes written before the result are here. */
  async #outputUpTo(written: unknown): Promise<void> {
    if (!Array.isArray(written)) return;
    const isComplete = () => this.#received.every((bytes, stream) => bytes >= Number(written[stream] ?? 0));
    if (isComplete()) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, OUTPUT_GRACE_MS);
      this.#outputArrived = () => {
        if (!isComplete()) return;
        clearTimeout(timer);
        this.#outputArrived = () => undefined;
        resolve();
      };
    });
  }

  #output(stream: 0 | 1, chunk: Buffer): void {
    this.#received[stream] = (this.#received[stream] ?? 0) + chunk.length;
    if (stream === 1 && chunk.includes(HEAP_EXHAUSTED)) this.#heapExhausted = true;
    this.#current?.logs.push(stream === 0 ? 'stdout' : 'stderr', chunk);
    this.#outputArrived();
  }

  #disconnected(): void {
    if (this.#stopping || this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    // Also what an ordinary exit looks like at first: the exit itself, a moment later, tells the two apart.
    const timer = setTimeout(() => {
      this.#current?.end({ kind: 'disconnected' });
      this.kill();
    }, OUTPUT_GRACE_MS);
    this.#child.once('exit', () => clearTimeout(timer));
  }

  async #exited(code: number | null, signal: string | null): Promise<void> {
    // The process is gone; what it started may not be.
    this.kill();
    this.#ended = true;
    await this.#outputClosed();
    const why = this.#stopping;
    const isAbort = signal === 'SIGABRT' || code === 134;
    const heapExhausted =
      this.#heapExhausted || (isAbort && this.#lastMemory > NEARLY_EXHAUSTED * this.memoryLimitBytes);
    this.#current?.end(why ? { kind: 'stopped', why } : { kind: 'exited', code, signal, heapExhausted });
    await rm(this.#tempDir, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }

  /** Reads what is left in the pipes; somebody outside the group may hold them open, so not for ever. */
  async #outputClosed(): Promise<void> {
    const child = this.#child;
    if (child.stdout?.closed && child.stderr?.closed) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, OUTPUT_GRACE_MS);
      child.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
    });
    child.stdout?.destroy();
    child.stderr?.destroy();
  }
}

function toEnding(message: JsonObject): Ending {
  if (message.ok === true) {
    return { kind: 'result', json: typeof message.json === 'string' ? message.json : undefined };
  }
  const error = isJsonObject(message.error) ? message.error : {};
  return { kind: 'error', name: String(error.name), message: String(error.message) };
}
