// The load generator: signed events over kept connections, in a closed loop (each connection sends again when it has its
// answer) or an open one (at a rate, whether answers come or not).
import { connect } from 'node:net';
import { serve } from './child.mjs';
import { postText, takeMessages } from './http-text.mjs';
import { cloudEvent, eventBody, monotonicMs, signatureLines } from './job.mjs';

const PATH = '/webhooks/default';
/** How many events may be on their way to a receiver; told by the parent while a run with `window` goes on. */
let allowed = Number.POSITIVE_INFINITY;
let resume = () => undefined;

serve({
  run,
  allow(count) {
    allowed = count;
    resume();
  },
});

/**
 * @param {{port: number, type: string, connections: number, from: number, ms?: number, count?: number, rate?: number,
 * batch?: number, window?: number}} options `from`: the first event's number; `ms` or `count` ends the run; `rate`: events
 * a second (open loop); `batch`: CloudEvents in a request.
 * @returns what was acknowledged: events `from` to `to` (excluded) were all sent.
 */
async function run(options) {
  const {
    connections,
    from,
    ms = Number.POSITIVE_INFINITY,
    count = Number.POSITIVE_INFINITY,
    rate,
    batch = 1,
  } = options;
  allowed = options.window ?? Number.POSITIVE_INFINITY;
  const sockets = await Promise.all(Array.from({ length: connections }, () => openConnection(options.port)));
  const startedAt = monotonicMs();
  const sentAt = [];
  const latencies = [];
  const refused = new Map();
  let next = from;
  let acked = 0;
  let lastAt = startedAt;

  const mayGoOn = () => monotonicMs() - startedAt < ms && next - from < count;
  const send = async (socket) => {
    const n = next;
    next += batch;
    const at = monotonicMs();
    for (let i = 0; i < batch; i++) sentAt.push(at);
    const status = await socket.post(batch === 1 ? single(options.type, n) : batched(options.type, n, batch));
    lastAt = monotonicMs();
    latencies.push(lastAt - at);
    if (status === 202) acked += batch;
    else refused.set(status, (refused.get(status) ?? 0) + 1);
  };

  if (rate === undefined) await Promise.all(sockets.map(loop));
  else await openLoop();

  async function loop(socket) {
    while (mayGoOn()) {
      while (next - from >= allowed) await new Promise((resolve) => queue(resolve));
      if (mayGoOn()) await send(socket);
    }
  }

  async function openLoop() {
    // The one that rested longest is next: the server gives up on a connection that asks nothing for long.
    const free = [...sockets];
    const due = () => Math.floor(((monotonicMs() - startedAt) * rate) / 1_000);
    const pending = new Set();
    while (mayGoOn()) {
      while (free.length > 0 && next - from < due() && mayGoOn()) {
        const socket = free.shift();
        const sending = send(socket).finally(() => {
          free.push(socket);
          pending.delete(sending);
        });
        pending.add(sending);
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await Promise.all(pending);
  }

  for (const socket of sockets) socket.close();
  latencies.sort((a, b) => a - b);
  return {
    to: next,
    acked,
    refused: Object.fromEntries(refused),
    seconds: (lastAt - startedAt) / 1_000,
    startedAt,
    sentAt: Float64Array.from(sentAt),
    p50: at(latencies, 0.5),
    p99: at(latencies, 0.99),
  };
}

const waiting = [];
function queue(wake) {
  waiting.push(wake);
  resume = () => {
    for (const one of waiting.splice(0)) one();
  };
}

function single(type, n) {
  const body = eventBody(type, n);
  return postText(PATH, 'application/json', signatureLines(`bench-${n}`, body), body);
}

function batched(type, n, size) {
  const body = JSON.stringify(Array.from({ length: size }, (_, i) => cloudEvent(type, n + i)));
  return postText(PATH, 'application/cloudevents-batch+json', signatureLines(`batch-${n}`, body), body);
}

function at(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** One kept connection with one request under way. */
function openConnection(port) {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    let buffered = '';
    let answered;
    socket.setEncoding('latin1');
    socket.once('error', reject);
    socket.once('connect', () => {
      resolve({
        post(text) {
          socket.write(text);
          return new Promise((resolve) => {
            answered = resolve;
          });
        },
        close: () => socket.destroy(),
      });
    });
    socket.on('close', () => answered?.(0));
    socket.on('data', (chunk) => {
      const { messages, rest } = takeMessages(buffered + chunk);
      buffered = rest;
      for (const { head } of messages) answered(Number(head.slice(9, 12)));
    });
  });
}
