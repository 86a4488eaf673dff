import { randomBytes } from 'node:crypto';
import {
  Agent,
  type ClientRequest,
  type IncomingMessage,
  type ServerResponse,
  request as sendRequest,
} from 'node:http';
import { type Duplex, pipeline } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { schemaVersion } from '@/db/client';
import { sharedMemory } from '@/db/shared-memory';
import type { EngineControl } from '@/lib/delivery/engine-control';
import { forwardChanges } from '@/lib/live/forward';
import {
  type ConsoleAddress,
  type ConsoleMethods,
  type ConsoleThreadData,
  ENTRY_SECRET_HEADER,
  type EntryMethods,
} from './console-methods';
import { linkThreads } from './thread-link';

/** The console, in a thread of its own. */
export interface ConsoleHost {
  /** Lets it take requests. The database must be open; the engine may still be starting. */
  open(publicUrl: string, engine: EngineControl, wake: EntryMethods['wake']): Promise<void>;
  /** Hands a request on and its answer back; waits while the console is still starting. @throws when it cannot. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Hands a request on that turns its connection into another one, as `npm run dev` does to reload what was changed. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
  endStreams(): void;
  /** To be called when no request is under way any more. */
  close(): Promise<void>;
}

/** Where the thread takes requests, as Node's HTTP client wants it. */
type Target = { socketPath: string } | { host: string; port: number };

/** Headers that are between two neighbours (RFC 9110 section 7.6.1), and one that is answered here. */
const HOP_BY_HOP = [
  'connection',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** What loading Next needs for a moment, V8 would keep for good: 48 MB instead of 8 are 20 MB more of an idle server. */
const YOUNG_GENERATION_MB = 8;

/**
 * Starts the thread, which begins to load Next at once. A fault that ends it ends the server, as any fault that nobody caught.
 * @param script the bundle of console-thread.ts
 */
export function startConsole(script: string): ConsoleHost {
  const secret = randomBytes(24).toString('base64url');
  const workerData: ConsoleThreadData = { memory: sharedMemory(), secret };
  const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB };
  const worker = new Worker(script, { workerData, execArgv: [], resourceLimits });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  worker.on('error', (error) => {
    throw error;
  });
  const agent = new Agent({ keepAlive: true });
  let console_: ReturnType<typeof linkThreads<ConsoleMethods>> | undefined;
  let stopForwarding: (() => void) | undefined;
  let tellOpen: (target: Target) => void;
  const target = new Promise<Target>((resolve) => {
    tellOpen = resolve;
  });

  return {
    async open(publicUrl, engine, wake) {
      const methods: EntryMethods = {
        ...engine,
        wake,
        watchChanges(wanted) {
          stopForwarding?.();
          stopForwarding = wanted ? forwardChanges((...told) => void linked.tellChanges(...told)) : undefined;
        },
      };
      const linked = linkThreads<ConsoleMethods>(worker, methods);
      console_ = linked;
      const address = chooseAddress();
      const port = await linked.open(address, { publicUrl, schemaVersion: schemaVersion() });
      tellOpen('path' in address ? { socketPath: address.path } : { host: address.host, port });
    },
    async handle(request, response) {
      const headers = { ...request.headers, [ENTRY_SECRET_HEADER]: secret };
      await exchange({ ...(await target), agent }, headers, request, response);
    },
    async handleUpgrade(request, socket, head) {
      const { method, url: path } = request;
      const headers = { ...request.headers, [ENTRY_SECRET_HEADER]: secret };
      const onward = sendRequest({ ...(await target), method, path, headers, setHost: false });
      onward.once('error', () => socket.destroy());
      onward.once('response', () => socket.destroy());
      onward.once('upgrade', (answer, upgraded, first) => {
        socket.write(toUpgradeHead(answer));
        socket.write(first);
        upgraded.write(head);
        pipeline(socket, upgraded, socket, () => undefined);
      });
      onward.end();
    },
    endStreams: () => void console_?.endStreams(),
    async close() {
      stopForwarding?.();
      agent.destroy();
      await console_?.close();
      await worker.terminate();
      await ended;
    },
  };
}

/** A socket that is in no folder, so that none is left behind by a crash; only Linux has them. */
function chooseAddress(): ConsoleAddress {
  if (process.platform !== 'linux') return { host: '127.0.0.1' };
  return { path: `\0dispatchers-${randomBytes(12).toString('hex')}` };
}

/** @throws when no answer came. */
function exchange(
  target: Target & { agent: Agent },
  headers: IncomingMessage['headers'],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const { method, url: path } = request;
    const onward = sendRequest({ ...target, method, path, headers: toOnward(headers), setHost: false });
    onward.on('error', (error) => {
      leaveRest(request, onward);
      // A failure after the answer's head ends the answer, in `pipeline`; who has hung up is told nothing.
      if (response.destroyed || response.headersSent) resolve();
      else reject(error);
    });
    onward.once('response', (answer) => {
      copyHead(answer, response);
      pipeline(answer, response, () => {
        leaveRest(request, onward);
        resolve();
      });
    });
    // Who hangs up waits for nothing any more.
    response.once('close', () => {
      if (!response.writableFinished) onward.destroy();
    });
    request.once('error', () => onward.destroy());
    request.pipe(onward);
  });
}

/** What a refused sender still sends is read and dropped: unread, it would hold up the answer at a sender that reads none before its end. */
function leaveRest(request: IncomingMessage, onward: ClientRequest): void {
  if (onward.writableFinished) return;
  request.unpipe(onward);
  request.resume();
  onward.destroy();
}

/** A body without a length stays without one: Node then sends it in chunks. */
function toOnward(headers: IncomingMessage['headers']): IncomingMessage['headers'] {
  const onward = { ...headers };
  for (const name of HOP_BY_HOP) if (name !== 'transfer-encoding') delete onward[name];
  return onward;
}

function toUpgradeHead({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const lines = rawHeaders.flatMap((name, index) => (index % 2 ? [] : `${name}: ${rawHeaders[index + 1]}`));
  return [`HTTP/1.1 ${statusCode} ${statusMessage}`, ...lines, '', ''].join('\r\n');
}

function copyHead(answer: IncomingMessage, response: ServerResponse): void {
  for (const [name, values] of Object.entries(answer.headersDistinct)) {
    if (!values || HOP_BY_HOP.includes(name)) continue;
    response.setHeader(name, values.length === 1 ? String(values[0]) : values);
  }
  response.writeHead(answer.statusCode ?? 500, answer.statusMessage);
  // A stream has a head long before it has anything else to say.
  response.flushHeaders();
}
