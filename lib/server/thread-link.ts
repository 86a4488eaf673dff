import type { MessagePort, Worker } from 'node:worker_threads';

type Methods = object;

/** The same methods, asked of another thread: every answer is a promise, and what is said is cloned on the way. */
export type Remote<M extends Methods> = {
  [K in keyof M]: M[K] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Promise<Awaited<Result>>
    : never;
};

type Said =
  | { kind: 'call'; id: number; method: string; args: unknown[] }
  | { kind: 'result'; id: number; result: unknown }
  | { kind: 'error'; id: number; error: { message: string; stack: string | undefined; code: unknown } };

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/**
 * Lets two threads call each other.
 * @param methods what the other one may call here. What they throw arrives there as an Error with the same message and code.
 * @returns what may be called there.
 */
export function linkThreads<There extends Methods>(port: MessagePort | Worker, methods: Methods): Remote<There> {
  const waiting = new Map<number, Waiting>();
  const byName = new Map<string, unknown>(Object.entries(methods));
  let asked = 0;

  async function answer({ id, method, args }: Extract<Said, { kind: 'call' }>): Promise<void> {
    try {
      const act = byName.get(method);
      if (typeof act !== 'function') throw new Error(`this thread has no method '${method}'`);
      tell({ kind: 'result', id, result: await act(...args) });
    } catch (error) {
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      tell({ kind: 'error', id, error: { message, stack, code: (error as { code?: unknown } | undefined)?.code } });
    }
  }

  function tell(said: Said): void {
    port.postMessage(said);
  }

  port.on('message', (said: Said) => {
    if (said.kind === 'call') return void answer(said);
    const asker = waiting.get(said.id);
    waiting.delete(said.id);
    if (said.kind === 'result') asker?.resolve(said.result);
    else asker?.reject(Object.assign(new Error(said.error.message), said.error));
  });

  return new Proxy({} as Remote<There>, {
    // An object with a `then` would be taken for a promise.
    get: (_target, method) =>
      typeof method === 'string' && method !== 'then' ? (...args: unknown[]) => ask(method, args) : undefined,
  });

  function ask(method: string, args: unknown[]): Promise<unknown> {
    const id = ++asked;
    tell({ kind: 'call', id, method, args });
    return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
  }
}
