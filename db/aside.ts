import { Worker } from 'node:worker_threads';

/** A statement that only reads, as it is built for SQLite. */
export interface AsideQuery {
  sql: string;
  params: unknown[];
}

/** Rows of each query, each a list of its columns. */
export type AsideResults = unknown[][][];

/** A thread that works beside the server's own connection: what it looks through, nobody else waits for. */
export interface Aside {
  /** @throws what SQLite says. */
  read(queries: readonly AsideQuery[]): Promise<AsideResults>;
  /** Copies what the write-ahead log holds into the database, as far as nobody reads it. @throws what SQLite says. */
  checkpoint(): Promise<void>;
  close(): void;
}

interface Answer {
  id: number;
  results?: AsideResults;
  error?: { message: string; code?: string };
}

interface Waiting {
  resolve(results: AsideResults): void;
  reject(error: Error): void;
}

/** Without work for this long the thread ends; the next question starts it again. */
const IDLE_MS = 60_000;

/**
 * @param script `db/read-aside.mjs`, which is no part of any bundle.
 * @param file the database.
 */
export function createAside(script: string, file: string): Aside {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let asked = 0;

  function start(): Worker {
    const started = new Worker(script, { workerData: { file }, execArgv: [] });
    started.on('message', take);
    started.on('error', (error) => end(started, error));
    started.on('exit', () => end(started, new Error('the reading thread has ended')));
    return started;
  }

  function take({ id, results, error }: Answer): void {
    const asker = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) {
      worker?.unref();
      idle = setTimeout(close, IDLE_MS).unref();
    }
    if (results) asker?.resolve(results);
    else asker?.reject(Object.assign(new Error(error?.message), { code: error?.code }));
  }

  function end(ended: Worker, error: Error): void {
    if (worker !== ended) return;
    worker = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }

  function close(): void {
    clearTimeout(idle);
    const current = worker;
    if (!current) return;
    end(current, new Error('the server is stopping'));
    void current.terminate();
  }

  function ask(question: { queries: readonly AsideQuery[] } | { checkpoint: true }): Promise<AsideResults> {
    clearTimeout(idle);
    worker ??= start();
    worker.ref();
    const id = ++asked;
    worker.postMessage({ id, ...question });
    return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
  }

  return {
    read: (queries) => ask({ queries }),
    async checkpoint() {
      await ask({ checkpoint: true });
    },
    close,
  };
}
