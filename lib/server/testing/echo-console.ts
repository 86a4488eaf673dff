/**
 * Stands where the console's thread does: takes requests as it does, and tells what came. `/early` begins to read and answers,
 * `/slow` says a word and then waits, `/cookies` has a header twice, `/crash` breaks off.
 */
import { createServer, type IncomingMessage } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
import {
  type ConsoleMethods,
  type ConsoleThreadData,
  ENTRY_SECRET_HEADER,
  type EntryMethods,
} from '../console-methods';
import { linkThreads } from '../thread-link';

if (!parentPort) throw new Error('this is a thread of a test');
const { secret } = workerData as ConsoleThreadData;
/** Requests whose sender has gone before their answer. */
let left = 0;

const server = createServer(async (request, response) => {
  response.once('close', () => {
    if (!response.writableFinished) left += 1;
  });
  if (request.url === '/early') return request.once('readable', () => response.writeHead(413).end('too large'));
  if (request.url === '/slow') return response.write('first ');
  if (request.url === '/crash') return response.write('half', () => response.destroy());
  if (request.url === '/gone') return response.destroy();
  if (request.url === '/left') return response.end(String(left));
  if (request.url === '/cookies') response.setHeader('set-cookie', ['a=1', 'b=2']);
  const body = await read(request);
  const { [ENTRY_SECRET_HEADER]: told, ...headers } = request.headers;
  response.end(JSON.stringify({ method: request.method, headers, body, knowsSecret: told === secret }));
});

async function read(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

const methods: ConsoleMethods = {
  async open(address) {
    await new Promise<void>((resolve) => server.listen(address, resolve));
    return 0;
  },
  tellChanges: () => undefined,
  endStreams: () => undefined,
  async close() {
    server.closeAllConnections();
    server.close();
  },
};

linkThreads<EntryMethods>(parentPort, methods);
