import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';
import { sendEvent, signed } from '../fixtures/api';
import { startDispatchers } from '../fixtures/dispatchers-server';
import { exportDatabase } from '../fixtures/rig/export-database';
import { residentMegabytes } from './process-memory';
import { percentile, type Scenario } from './scenario';

/** More than enough to keep it busy all the time. */
const CONNECTIONS = 64;

interface Flood {
  acknowledged: Set<string>;
  latencies: number[];
  statuses: Map<number, number>;
  /** Refusals that do not say when to come back. */
  mute: number;
}

/** as many posts as the machine can make, slow senders and idle connections at the same time. */
export const floodWithPosts: Scenario = async ({ quick }) => {
  const server = await startDispatchers();
  const { port } = server;
  const sockets: Socket[] = [];
  try {
    const before = residentMegabytes(server.process.pid);
    for (let n = 0; n < (quick ? 100 : 500); n++) sockets.push(openSlowly(port));
    for (let n = 0; n < (quick ? 200 : 2_000); n++) sockets.push(open(port));
    const flood: Flood = { acknowledged: new Set(), latencies: [], statuses: new Map(), mute: 0 };
    const endAt = performance.now() + (quick ? 5_000 : 60_000);
    const pool = new Pool(server.url, { connections: CONNECTIONS, pipelining: 1 });
    await Promise.all(Array.from({ length: CONNECTIONS }, (_, worker) => post(pool, worker, endAt, flood)));
    await pool.close();
    const after = residentMegabytes(server.process.pid);
    const endedAt = performance.now();
    let calm = Number.POSITIVE_INFINITY;
    while (calm > 250 && performance.now() - endedAt < 5_000) {
      const askedAt = performance.now();
      await sendEvent(server, { type: 'afterwards' });
      calm = performance.now() - askedAt;
    }
    for (const socket of sockets) socket.destroy();
    await delay(100);
    await server.stop();
    const stored = new Set(exportDatabase(server.dataDir).events.map((event) => event.key));
    const lost = [...flood.acknowledged].filter((key) => !stored.has(key)).length;
    const p99 = percentile(flood.latencies, 0.99);
    const strange = [...flood.statuses.keys()].filter((status) => ![202, 429, 503].includes(status));
    const violations = [
      ...(lost > 0 ? [`${lost} acknowledged events are lost`] : []),
      ...(strange.length > 0 ? [`answers of ${strange.join(', ')}`] : []),
      ...(flood.mute > 0 ? [`${flood.mute} refusals without Retry-After`] : []),
      ...(p99 > 250 ? [`accepted p99 ${p99} ms, at most 250 promised`] : []),
      ...(after - before > 300 ? [`memory grew by ${after - before} MB`] : []),
      ...(calm > 250 ? ['not calm again within 5 s'] : []),
    ];
    const figures = {
      acknowledged: flood.acknowledged.size,
      answers: [...flood.statuses].map(([status, count]) => `${status}: ${count}`).join(', '),
      lost,
      'accepted, p99': `${p99} ms`,
      memory: `${before} MB, then ${after} MB`,
      'first post afterwards': `${Math.round(calm)} ms`,
    };
    return { figures, violations };
  } finally {
    for (const socket of sockets) socket.destroy();
    await server.kill();
    server.cleanUp();
  }
};

async function post(pool: Pool, worker: number, endAt: number, flood: Flood): Promise<void> {
  for (let n = 0; performance.now() < endAt; n++) {
    const key = `flood-${worker}-${n}`;
    const body = JSON.stringify({ type: 'flood', content: { n, padding: 'x'.repeat(1_000) } });
    const headers = { 'content-type': 'application/json', ...signed(body, { id: key }) };
    const sentAt = performance.now();
    const response = await pool.request({ method: 'POST', path: '/webhooks/default', body, headers });
    await response.body.dump();
    const { statusCode: status } = response;
    flood.statuses.set(status, (flood.statuses.get(status) ?? 0) + 1);
    if (status === 202) {
      flood.acknowledged.add(key);
      flood.latencies.push(performance.now() - sentAt);
    } else {
      if (!(Number(response.headers['retry-after']) >= 1)) flood.mute++;
      await delay(100);
    }
  }
}

function open(port: number): Socket {
  return connect(port, '127.0.0.1').on('error', () => undefined);
}

/** A sender that never comes to an end with its headers. */
function openSlowly(port: number): Socket {
  const socket = open(port);
  socket.write('POST /webhooks/default HTTP/1.1\r\nhost: localhost\r\n');
  const timer = setInterval(() => socket.write('x-slow: 1\r\n'), 1_000);
  socket.on('close', () => clearInterval(timer));
  return socket;
}
