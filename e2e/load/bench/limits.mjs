// What the machine and the libraries could do alone, measured in the same run as everything else.
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startChild } from './child.mjs';

const CONNECTIONS = 50;
const MAIL_CONNECTIONS = 5;

/** @returns figures per second, each for `seconds` of work. */
export async function measureLimits(seconds) {
  const dir = mkdtempSync(path.join(tmpdir(), 'dispatchers-limits-'));
  try {
    return {
      fdatasync: syncsPerSecond(dir, seconds),
      acks: await bareAcks(dir, seconds),
      ...(await bareClients(seconds)),
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function syncsPerSecond(dir, seconds) {
  const file = openSync(path.join(dir, 'sync'), 'w');
  const page = Buffer.alloc(4_096, 1);
  const startedAt = performance.now();
  let count = 0;
  for (; performance.now() - startedAt < seconds * 1_000; count++) {
    writeSync(file, page, 0, page.length, (count % 256) * page.length);
    fdatasyncSync(file);
  }
  closeSync(file);
  return count / ((performance.now() - startedAt) / 1_000);
}

async function bareAcks(dir, seconds) {
  const [server, sender] = await Promise.all([startChild('bare-server', { dir }), startChild('sender')]);
  const options = { port: server.ready.port, type: 'bench', connections: CONNECTIONS, from: 0, ms: seconds * 1_000 };
  const { acked, seconds: took } = await sender.ask('run', options);
  await Promise.all([server.stop(), sender.stop()]);
  return acked / took;
}

async function bareClients(seconds) {
  const [mailServer, target, client] = await Promise.all([
    startChild('smtp-receiver'),
    startChild('http-receiver'),
    startChild('bare-client'),
  ]);
  const { port } = mailServer.ready;
  const mails = await client.ask('mails', { port, connections: MAIL_CONNECTIONS, seconds, from: 0 });
  const calls = await client.ask('calls', { port: target.ready.port, connections: CONNECTIONS, seconds });
  await Promise.all([mailServer.stop(), target.stop(), client.stop()]);
  return { mails, calls };
}
