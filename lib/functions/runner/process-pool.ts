import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { FunctionProcess } from '@/lib/functions/runner/function-process';
import type { LaunchSettings, ProcessSpec } from '@/lib/functions/runner/launch';
import { MemoryWatch } from '@/lib/functions/runner/memory-watch';

const SHUTTING_DOWN = 'The server is shutting down';

export interface ProcessPoolOptions extends LaunchSettings {
  /** Processes of this pool get their temporary directories under here. */
  tempDir: string;
  maxProcesses: number;
  /** An idle process is ended after this many milliseconds. */
  idleMs: number;
  /** A process is replaced after this many jobs, so that small leaks do not add up. */
  maxJobs: number;
}

interface Waiter {
  key: string;
  spec: ProcessSpec;
  resolve: (process: FunctionProcess) => void;
  reject: (error: unknown) => void;
}

interface IdleProcess {
  key: string;
  process: FunctionProcess;
  since: number;
}

/** Warm processes, at most `maxProcesses` in all; a process is reused only for an equal spec. */
export class ProcessPool {
  readonly #options: ProcessPoolOptions;
  readonly #tempRoot: string;
  readonly #memoryWatch = new MemoryWatch();
  readonly #sweeper: NodeJS.Timeout;
  readonly #live = new Set<FunctionProcess>();
  readonly #ending = new Set<Promise<void>>();
  #starting = 0;
  #idle: IdleProcess[] = [];
  #waiting: Waiter[] = [];
  #closed = false;

  constructor(options: ProcessPoolOptions) {
    this.#options = options;
    this.#tempRoot = claimTempRoot(options.tempDir);
    this.#sweeper = setInterval(() => this.#endIdle(), Math.min(options.idleMs, 5_000)).unref();
  }

  /** A process that is ready for a job of this spec; give it back with `release`. Throws when none can be started. */
  async acquire(spec: ProcessSpec, signal: AbortSignal): Promise<FunctionProcess> {
    const key = toKey(spec);
    if (this.#closed) throw new Error(SHUTTING_DOWN);
    signal.throwIfAborted();
    const warm = this.#idle.findLastIndex((idle) => idle.key === key);
    const [idle] = warm < 0 ? [] : this.#idle.splice(warm, 1);
    if (idle) return idle.process;
    if (this.#hasRoom()) return this.#start(spec);
    return new Promise((resolve, reject) => {
      const abort = () => this.#giveUp(waiter, signal.reason);
      const settled = () => signal.removeEventListener('abort', abort);
      const waiter: Waiter = {
        key,
        spec,
        resolve: (process) => {
          settled();
          resolve(process);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      };
      signal.addEventListener('abort', abort, { once: true });
      this.#waiting.push(waiter);
    });
  }

  /** Takes a process back: keeps it warm for the next job, or ends it when it has retired or done enough. */
  release(spec: ProcessSpec, released: FunctionProcess): void {
    if (released.retired || released.jobsDone >= this.#options.maxJobs || this.#closed) {
      released.kill();
    } else {
      const key = toKey(spec);
      // Handing over to an equal spec spares a start; the queue is otherwise first come, first served.
      const next = this.#waiting.find((waiter) => waiter.key === key);
      if (next && next === this.#waiting[0]) {
        this.#waiting.shift();
        next.resolve(released);
        return;
      }
      this.#idle.push({ key, process: released, since: Date.now() });
    }
    this.#serveNext();
  }

  /** Ends every process, running jobs included, and waits until they are gone. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#sweeper);
    for (const waiter of this.#waiting.splice(0)) waiter.reject(new Error(SHUTTING_DOWN));
    for (const live of this.#live) live.kill();
    await Promise.all(this.#ending);
    rmSync(this.#tempRoot, { recursive: true, force: true });
  }

  #hasRoom(): boolean {
    if (this.#live.size + this.#starting < this.#options.maxProcesses) return true;
    const oldest = this.#idle.shift();
    oldest?.process.kill();
    return oldest !== undefined;
  }

  async #start(spec: ProcessSpec): Promise<FunctionProcess> {
    this.#starting += 1;
    try {
      const started = await FunctionProcess.start(spec, {
        ...this.#options,
        tempRoot: this.#tempRoot,
        memoryWatch: this.#memoryWatch,
      });
      this.#track(started);
      if (this.#closed) started.kill();
      return started;
    } finally {
      this.#starting -= 1;
      // A failed start leaves room that nobody else would notice.
      if (this.#waiting.length > 0) queueMicrotask(() => this.#serveNext());
    }
  }

  #track(started: FunctionProcess): void {
    this.#live.add(started);
    const gone = started.gone.finally(() => this.#ending.delete(gone));
    this.#ending.add(gone);
    started.onRetired = () => {
      this.#live.delete(started);
      const wasIdle = this.#idle.some((idle) => idle.process === started);
      this.#idle = this.#idle.filter((idle) => idle.process !== started);
      if (wasIdle) started.kill();
      queueMicrotask(() => this.#serveNext());
    };
  }

  #serveNext(): void {
    while (this.#waiting.length > 0 && !this.#closed && this.#hasRoom()) {
      const waiter = this.#waiting.shift();
      if (waiter) this.#start(waiter.spec).then(waiter.resolve, waiter.reject);
    }
  }

  #giveUp(waiter: Waiter, reason: unknown): void {
    const index = this.#waiting.indexOf(waiter);
    if (index < 0) return;
    this.#waiting.splice(index, 1);
    waiter.reject(reason);
  }

  #endIdle(): void {
    const limit = Date.now() - this.#options.idleMs;
    for (const idle of this.#idle.filter((each) => each.since <= limit)) idle.process.kill();
  }
}

function toKey(spec: ProcessSpec): string {
  return JSON.stringify([spec.codeDir, spec.entryPoint, spec.memoryLimit, Object.entries(spec.environment).sort()]);
}

/** A reason not to start, in words that name the remedy. */
export class FunctionsFolderError extends Error {
  override name = 'FunctionsFolderError';
}

/** A directory for this process alone; removes those of servers that no longer run. @throws FunctionsFolderError. */
function claimTempRoot(parent: string): string {
  const name = `${process.pid}-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
  const own = path.join(parent, name);
  try {
    mkdirSync(parent, { recursive: true });
    for (const other of readdirSync(parent)) {
      if (!isAlive(Number.parseInt(other, 10))) rmSync(path.join(parent, other), { recursive: true, force: true });
    }
    mkdirSync(own);
  } catch (error) {
    const remedy = 'let the user who runs the server own it';
    throw new FunctionsFolderError(`${parent} cannot be written (${(error as Error).message}): ${remedy}`, {
      cause: error,
    });
  }
  return own;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
