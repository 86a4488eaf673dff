import { Worker } from 'node:worker_threads';
import type { MailTransport, OutgoingMail, SendOutcome } from './outgoing';
import type { SmtpSettings } from './smtp-url';

export interface ThreadData {
  allowPrivateTargets: string[];
}

type CloseOptions = Parameters<MailTransport['close']>[0];

export type ToThread =
  | { kind: 'open'; transport: number; settings: SmtpSettings; guarded: boolean }
  | { kind: 'send'; id: number; transport: number; mail: OutgoingMail }
  | { kind: 'abort'; id: number }
  | { kind: 'close'; id: number; transport: number; options: CloseOptions };

export interface FromThread {
  id: number;
  /** Of a mail; absent when a transport was closed. */
  outcome?: SendOutcome;
}

export interface MailThread {
  /** A transport to a mail server. @param guarded keeps it out of private networks but for those allowed. */
  open(settings: SmtpSettings, guarded: boolean): MailTransport;
  /** Ends the thread; its transports must be closed. */
  stop(): Promise<void>;
}

/**
 * The thread that speaks with mail servers; it starts with the first transport. A fault that ends it ends the server too,
 * as any fault that nobody caught: the next start takes up what was under way.
 * @param script the bundle of mail-thread.ts
 */
export function createMailThread(script: string, data: ThreadData): MailThread {
  let worker: Worker | undefined;
  const waiting = new Map<number, (answer: FromThread) => void>();
  let outbox: ToThread[] = [];
  let asked = 0;
  let opened = 0;

  function start(): Worker {
    const started = new Worker(script, { workerData: data, execArgv: [] });
    started.on('message', (answers: FromThread[]) => {
      for (const answer of answers) {
        waiting.get(answer.id)?.(answer);
        waiting.delete(answer.id);
      }
    });
    started.on('error', (error) => {
      throw error;
    });
    return started;
  }

  /** What is to be said in one turn crosses together. */
  function tell(message: ToThread): void {
    if (outbox.length === 0) queueMicrotask(flush);
    outbox.push(message);
  }

  function flush(): void {
    worker ??= start();
    worker.postMessage(outbox);
    outbox = [];
  }

  function ask(id: number, message: ToThread): Promise<FromThread> {
    tell(message);
    return new Promise((resolve) => waiting.set(id, resolve));
  }

  function open(settings: SmtpSettings, guarded: boolean): MailTransport {
    const transport = ++opened;
    tell({ kind: 'open', transport, settings, guarded });
    return {
      async send(mail, signal) {
        const id = ++asked;
        const abort = () => tell({ kind: 'abort', id });
        signal?.addEventListener('abort', abort, { once: true });
        const answered = ask(id, { kind: 'send', id, transport, mail });
        // One that was aborted before tells nobody any more.
        if (signal?.aborted) abort();
        const { outcome } = await answered;
        signal?.removeEventListener('abort', abort);
        if (!outcome) throw new Error('the mail thread gave no outcome');
        return outcome;
      },
      async close(options) {
        const id = ++asked;
        await ask(id, { kind: 'close', id, transport, options });
      },
    };
  }

  return {
    open,
    async stop() {
      await worker?.terminate();
    },
  };
}
