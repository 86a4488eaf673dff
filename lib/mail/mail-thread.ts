/**
 * A thread of its own for the SMTP dialogues (see threaded-transport.ts): to write a mail and speak with its server takes
 * longer than all else that an event costs, and would hold up the events that come in.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { createTargetGuard } from '@/lib/http/target-guard';
import type { OutgoingMail } from './outgoing';
import type { FromThread, ThreadData, ToThread } from './threaded-transport';
import { createSmtpTransport, type MailTransport } from './transport';

const guard = createTargetGuard({ allowPrivateTargets: (workerData as ThreadData).allowPrivateTargets });
const transports = new Map<number, MailTransport>();
const underWay = new Map<number, AbortController>();
let answers: FromThread[] = [];

function answer(message: FromThread): void {
  if (answers.length === 0) setImmediate(flush);
  answers.push(message);
}

function flush(): void {
  parentPort?.postMessage(answers);
  answers = [];
}

function transportOf(id: number): MailTransport {
  const transport = transports.get(id);
  if (!transport) throw new Error(`there is no mail transport ${id}`);
  return transport;
}

/** Buffers cross as plain bytes. */
function revive(mail: OutgoingMail): OutgoingMail {
  if (!mail.attachments) return mail;
  const attachments = mail.attachments.map((file) => ({ ...file, content: Buffer.from(file.content) }));
  return { ...mail, attachments };
}

async function send({ id, transport, mail }: Extract<ToThread, { kind: 'send' }>): Promise<void> {
  const controller = new AbortController();
  underWay.set(id, controller);
  const outcome = await transportOf(transport).send(revive(mail), controller.signal);
  underWay.delete(id);
  answer({ id, outcome });
}

function take(message: ToThread): void {
  if (message.kind === 'open') {
    const { transport, settings, guarded } = message;
    transports.set(transport, createSmtpTransport(settings, { guard: guarded ? guard : undefined }));
  } else if (message.kind === 'send') void send(message);
  else if (message.kind === 'abort') underWay.get(message.id)?.abort();
  else {
    const { id, transport, options } = message;
    void transportOf(transport)
      .close(options)
      .then(() => {
        transports.delete(transport);
        answer({ id });
      });
  }
}

parentPort?.on('message', (messages: ToThread[]) => {
  for (const message of messages) take(message);
});
