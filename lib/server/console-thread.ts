/**
 * The thread of the console: Next, its pages and its route handlers, with a connection to the database of its own. What is
 * rendered or looked through here holds up nobody who reports an event, and no delivery. See console-host.ts.
 */
import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import next from 'next';
import { createAside } from '@/db/aside';
import { setForeignFeed, tellForeignChanges } from '@/db/changes';
import { attachAside, closeDatabase, joinDatabase } from '@/db/client';
import { adoptSharedMemory } from '@/db/shared-memory';
import { loadConfig } from '@/lib/config/config';
import { endLiveStreams } from '@/lib/live/hub';
import { createSecretBox } from '@/lib/secrets/secret-box';
import { loadSecretKeys } from '@/lib/secrets/secret-keys';
import { type ConsoleMethods, type ConsoleThreadData, ENTRY_SECRET_HEADER, type EntryMethods } from './console-methods';
import { serverContext, setServerContext } from './context';
import { closeServerContext, createServerContext } from './create-context';
import { giveWayToOtherThreads } from './give-way';
import { createLogger } from './logger';
import { linkThreads } from './thread-link';

/** The entry has taken what its sender may send; it adds a few headers. */
const MAX_HEADER_BYTES = 64 * 1024;

if (!parentPort) throw new Error('this is a thread of the server');
const port = parentPort;
const { memory, secret } = workerData as ConsoleThreadData;
const expected = Buffer.from(secret);
adoptSharedMemory(memory);
giveWayToOtherThreads();

const config = loadConfig(process.env);
const console_ = next({
  dev: process.env.NODE_ENV !== 'production',
  dir: process.cwd(),
  hostname: config.host,
  port: config.port,
});
const prepared = console_.prepare().then(() => console_.getRequestHandler());

// The entry's time-outs are the ones that count; a connection that it keeps is never closed under its hands.
const server = createServer(
  { maxHeaderSize: MAX_HEADER_BYTES, keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0 },
  (request, response) => void handle(request, response).catch((error) => fail(request, response, error)),
);

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!isEntry(request)) {
    response.writeHead(403).end();
    return;
  }
  delete request.headers[ENTRY_SECRET_HEADER];
  await (await prepared)(request, response);
}

function isEntry({ headers }: IncomingMessage): boolean {
  const told = Buffer.from(String(headers[ENTRY_SECRET_HEADER] ?? ''));
  return told.length === expected.length && timingSafeEqual(told, expected);
}

function fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  serverContext().logger.error({ err: error, url: request.url }, 'the console could not answer');
  response.destroy();
}

const methods: ConsoleMethods = {
  async open(address, { publicUrl, schemaVersion }) {
    const dataDir = path.resolve(config.dataDir);
    joinDatabase(dataDir, schemaVersion);
    attachAside((file) => createAside(path.join(process.cwd(), 'db', 'read-aside.mjs'), file));
    const logger = createLogger(config.logLevel);
    const secretBox = createSecretBox(...loadSecretKeys(config, dataDir, false));
    const wake = (only?: 'runs') => void entry.wake(only);
    setServerContext(createServerContext({ config, publicUrl, logger, secretBox, wake, engine: entry }));
    setForeignFeed((wanted) => void entry.watchChanges(wanted));
    await prepared;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(address, resolve);
    });
    return 'path' in address ? 0 : (server.address() as AddressInfo).port;
  },
  tellChanges: tellForeignChanges,
  endStreams: endLiveStreams,
  async close() {
    server.closeAllConnections();
    server.close();
    await console_.close();
    closeServerContext(serverContext());
    setServerContext(undefined);
    closeDatabase();
  },
};

const entry = linkThreads<EntryMethods>(port, methods);
