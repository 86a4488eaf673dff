// The measurements: each opens on a stage, works for some seconds, and answers figures with the faults it counted.
import { setTimeout as delay } from 'node:timers/promises';
import { request } from 'undici';
import { monotonicMs } from './job.mjs';

const CONNECTIONS = 50;
/** Events on their way at once when a whole way is measured: enough to keep it busy, too few to hide a queue. */
const WINDOW = 1_000;
const BATCH = 100;
const FILL_MS = 1_000;
const WARM_UP_MS = 2_000;

/** Acknowledged events a second, each signed, with one action matched. */
export async function acks(stage, { seconds, type = 'bench.mail' }) {
  await warmUp(stage, type);
  const cpu = stage.server.cpuSeconds();
  const sent = await stage.send({ type, connections: CONNECTIONS, ms: seconds * 1_000 });
  const cpuUsed = stage.server.cpuSeconds() - cpu;
  const { times: _times, ...faults } = await stage.settle(type, sent);
  return {
    perSecond: sent.acked / sent.seconds,
    p50: sent.p50,
    p99: sent.p99,
    cpuMicros: (cpuUsed / sent.acked) * 1e6,
    faults: { ...faults, refused: refusedOf(sent) },
  };
}

/** The same in batches of 100 CloudEvents that nothing listens to, and to which one action listens. */
export async function batches(stage, { seconds, type = 'bench.mail' }) {
  await warmUp(stage, type);
  const sent = await stage.send({ type, connections: 4, batch: BATCH, ms: seconds * 1_000 });
  const { times: _times, ...faults } = await stage.settle(type, sent);
  return {
    perSecond: sent.acked / sent.seconds,
    p50: sent.p50,
    p99: sent.p99,
    faults: { ...faults, refused: refusedOf(sent) },
  };
}

/** Events a second that go the whole way, from the POST to the receiver; what came in the first second does not count. */
export async function throughput(stage, { seconds, type }) {
  await warmUp(stage, type);
  const cpu = stage.server.cpuSeconds();
  const sent = await stage.sendThrough({ type, connections: CONNECTIONS, ms: seconds * 1_000, window: WINDOW });
  const cpuUsed = stage.server.cpuSeconds() - cpu;
  const { times, ...faults } = await stage.settle(type, sent);
  const from = sent.startedAt + FILL_MS;
  const end = sent.startedAt + seconds * 1_000;
  const arrivedBy = (at) => times.reduce((sum, time) => sum + (time > 0 && time <= at ? 1 : 0), 0);
  return {
    perSecond: (arrivedBy(end) - arrivedBy(from)) / (seconds - FILL_MS / 1_000),
    cpuMicros: (cpuUsed / arrivedBy(end)) * 1e6,
    faults: { ...faults, refused: refusedOf(sent) },
  };
}

/** Runs of a local function a second: counted by the statuses of the tasks, since nothing outside sees them. */
export async function localRuns(stage, { seconds }) {
  const type = 'bench.local';
  const countOf = async (status) =>
    (await stage.server.api('GET', `/tasks/v1?eq(functionName,bench-local)&eq(status,${status})&limit(1)`)).page.total;
  await stage.send({ type, connections: CONNECTIONS, count: 200 });
  while ((await countOf('complete')) < 200) await delay(50);
  const sent = await stage.send({ type, connections: CONNECTIONS, count: Math.round(seconds * 2_000) });
  const atStart = await countOf('complete');
  const startedAt = monotonicMs();
  const total = 200 + sent.acked;
  let complete = atStart;
  while (complete < total && monotonicMs() - startedAt < 120_000) {
    await delay(100);
    complete = await countOf('complete');
  }
  return {
    perSecond: (complete - atStart) / ((monotonicMs() - startedAt) / 1_000),
    faults: { lost: total - complete, refused: refusedOf(sent), failed: await countOf('failed') },
  };
}

/** From the POST to the arrival at the receiver, at a fixed rate. */
export async function latency(stage, { seconds, rate, type = 'bench.mail', beside }) {
  await warmUp(stage, type);
  const stopped = new AbortController();
  const others = beside?.(stage.server, stopped.signal);
  const sent = await stage.send({ type, connections: CONNECTIONS, rate, ms: seconds * 1_000 });
  stopped.abort();
  const asides = await others;
  const { times, ...faults } = await stage.settle(type, sent);
  const took = Array.from(times, (time, index) => time - sent.sentAt[index]).sort((a, b) => a - b);
  const at = (share) => took[Math.floor(took.length * share)] ?? 0;
  return { p50: at(0.5), p99: at(0.99), ...asides, faults: { ...faults, refused: refusedOf(sent) } };
}

/** A person who loads pages of the console, one after the other. @returns how many in a second. */
export async function browse(server, signal) {
  const paths = [
    '/',
    '/dispatchers',
    '/events',
    '/api/v1/overview',
    '/api/v1/events',
    '/api/v1/dispatchers',
    '/api/v1/runs',
  ];
  const startedAt = performance.now();
  let pages = 0;
  for (; !signal.aborted; pages++) {
    const path = paths[pages % paths.length];
    // A document that is navigated to holds what it shows first; fetch would not let its mode be set.
    const mode = path.startsWith('/api') ? 'cors' : 'navigate';
    const headers = { cookie: server.cookie, 'sec-fetch-mode': mode };
    const { statusCode, body } = await request(server.url + path, { headers });
    await body.arrayBuffer();
    if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}`);
  }
  return { pagesPerSecond: pages / ((performance.now() - startedAt) / 1_000) };
}

/** `kill -9` with about 1,000 acknowledged mails undelivered. @returns when the last came, from ready, and what was lost. */
export async function crash(stage) {
  const type = 'bench.mail';
  await warmUp(stage, type);
  const sent = await stage.send({ type, connections: CONNECTIONS, count: 1_500 });
  stage.kill();
  const receiver = stage.receiverOf(type);
  const { counts } = await receiver.ask('read', { from: sent.from, to: sent.to });
  const waiting = counts.reduce((sum, count) => sum + (count === 0 ? 1 : 0), 0);
  await stage.restart();
  const readyAt = monotonicMs();
  const { times, lost, repeated, wrong } = await stage.settle(type, sent);
  return {
    waiting,
    repeated,
    lastAfterReadySeconds: Math.max(0, (Math.max(...times) - readyAt) / 1_000),
    // What was under way at the kill may come twice.
    faults: { lost, wrong, refused: refusedOf(sent) },
  };
}

/** How fast a backlog of runs becomes mails; most of it is left when the time is over. */
export async function drain(stage, { seconds, count, type = 'bench.mail' }) {
  stage.skipNumbers(count);
  const receiver = stage.receiverOf(type);
  await delay(2_000);
  const before = await receiver.ask('total');
  const cpu = stage.server.cpuSeconds();
  await delay(seconds * 1_000);
  const total = await receiver.ask('total');
  const cpuUsed = stage.server.cpuSeconds() - cpu;
  const { counts, wrong } = await receiver.ask('read', { from: 0, to: count });
  const repeated = counts.reduce((sum, times) => sum + Math.max(0, times - 1), 0);
  return {
    perSecond: (total - before) / seconds,
    cpuMicros: (cpuUsed / (total - before)) * 1e6,
    faults: { repeated, wrong },
  };
}

/** A steady load for long: does memory stay as it is? */
export async function soak(stage, { minutes, rate, type = 'bench.mail' }) {
  await warmUp(stage, type);
  const memory = [];
  const sample = setInterval(() => memory.push(Math.round(stage.server.memory())), 10_000);
  const sent = await stage.send({ type, connections: CONNECTIONS, rate, ms: minutes * 60_000 });
  clearInterval(sample);
  const { times: _times, ...faults } = await stage.settle(type, sent);
  const fifth = Math.ceil(memory.length / 5);
  const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;
  return {
    perSecond: sent.acked / sent.seconds,
    memoryFirstFifthMb: mean(memory.slice(0, fifth)),
    memoryLastFifthMb: mean(memory.slice(-fifth)),
    memoryMostMb: Math.max(...memory),
    faults: { ...faults, refused: refusedOf(sent) },
  };
}

async function warmUp(stage, type) {
  const sent = await stage.send({ type, connections: CONNECTIONS, rate: 500, ms: WARM_UP_MS });
  await stage.settle(type, sent);
}

function refusedOf({ refused }) {
  return Object.values(refused).reduce((sum, count) => sum + count, 0);
}
