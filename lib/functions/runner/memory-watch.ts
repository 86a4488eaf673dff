import { readFileSync } from 'node:fs';

const POLL_INTERVAL_MS = 100;

/**
 * Bytes of memory that a process has for itself: heap, buffers and stacks, without the shared code of Node.
 * Undefined when the process is gone or the platform has no /proc.
 */
export function privateMemory(pid: number): number | undefined {
  try {
    const match = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
    return match ? Number(match[1]) * 1024 : undefined;
  } catch {
    return undefined;
  }
}

/** Something that runs with a memory limit in bytes. `memorySeen` is called with each measurement below it. */
export interface Watched {
  readonly pid: number;
  readonly memoryLimitBytes: number;
  memorySeen(bytes: number): void;
  memoryExceeded(): void;
}

/**
 * Watches from outside, because buffers do not count against V8's heap limit. One timer for all processes, and none
 * while nothing runs. A process can overshoot by what it allocates within 100 ms.
 */
export class MemoryWatch {
  readonly #watched = new Set<Watched>();
  #timer: NodeJS.Timeout | undefined;

  add(watched: Watched): void {
    this.#watched.add(watched);
    this.#timer ??= setInterval(() => this.#poll(), POLL_INTERVAL_MS).unref();
  }

  remove(watched: Watched): void {
    this.#watched.delete(watched);
  }

  #poll(): void {
    // Stopping here and not in `remove` spares short runs from starting a timer each.
    if (this.#watched.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
    for (const watched of this.#watched) {
      const bytes = privateMemory(watched.pid);
      if (bytes === undefined) continue;
      if (bytes > watched.memoryLimitBytes) watched.memoryExceeded();
      else watched.memorySeen(bytes);
    }
  }
}
