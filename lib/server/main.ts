import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Logger } from 'pino';
import { plannedFault } from '@/db/faults';
import { SYSTEM } from '@/lib/auth/principal';
import { ConfigError, loadConfig } from '@/lib/config/config';
import { installExample } from '@/lib/console/install-example';
import type { Readiness } from '@/lib/health/schema';
import { URL_HEADER } from '@/lib/http/entry-headers';
import { startConsole } from './console-host';
import { refuseExpectation, refuseStray, refuseUnreadable, toOriginForm } from './front-door';
import { handleIntake } from './intake-server';
import { prepareLastAnswers } from './last-answers';
import { nameSender } from './name-sender';
import { setPageHeaders } from './page-headers';
import { nameRequest, requestIdOf } from './request-id';
import { sendJson } from './send-json';
import { endSlowSenders } from './slow-senders';
import { type RunningServer, startServer } from './start-server';
import { findStaticFiles, serveStatic } from './static-files';

const GRACE_MS = 25_000;
const DRAIN_MS = 10_000;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
/** Node looks for what exceeds them every 30 s unless told: 10 s would be up to 40. */
const CONNECTIONS_CHECK_MS = 1_000;

async function main(): Promise<void> {
  const config = loadConfig(process.env);
  warnOfFault();
  const isProduction = process.env.NODE_ENV === 'production';
  const staticFiles = isProduction ? findStaticFiles(path.join(process.cwd(), '.next', 'static')) : new Map();
  const console_ = startConsole(path.join(process.cwd(), 'dist', 'console-thread.mjs'));
  let running: RunningServer | undefined;
  let stopping = false;

  const server = createServer(
    // Node's own answer to a request without a Host would not be in the contract's form.
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: CONNECTIONS_CHECK_MS,
      requireHostHeader: false,
    },
    (req, res) => {
      req.url = toOriginForm(req.url ?? '/');
      nameSender(req, config.trustedProxies);
      nameRequest(req, res);
      tellRequest(running?.context.logger, req, res);
      if (answersHealth(req, res, () => findReadiness(running, stopping))) return;
      if (!running) return sendJson(res, 503, { code: 1, name: 'SERVER_EXCEPTION', message: 'The server is starting' });
      const isSecure = running.context.publicUrl.startsWith('https:');
      if (handleIntake(req, res) || refuseStray(req, res) || serveStatic(staticFiles, req, res, isSecure)) return;
      req.headers[URL_HEADER] = req.url ?? '';
      setPageHeaders(req, res, isSecure);
      void console_.handle(req, res).catch((error) => failRequest(running, req, res, error));
    },
  );

  if (!isProduction) server.on('upgrade', (req, socket, head) => void console_.handleUpgrade(req, socket, head));
  server.on('clientError', refuseUnreadable);
  server.on('checkExpectation', refuseExpectation);

  const { open, endConnections } = prepareLastAnswers(server);
  endSlowSenders(server, open);
  const stop = (signal: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    running?.context.logger.info({ signal }, 'stopping: no new work is taken');
    const drained = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    endConnections();
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    void (running?.stop(GRACE_MS, drained) ?? drained).then(() => process.exit(0), fail);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(toListenError(error, config.port)));
    server.listen(config.port, config.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const publicUrl = config.publicUrl ?? `http://localhost:${port}`;
  running = await startServer(config, publicUrl, console_);
  announce(publicUrl, running.setUpLink);
  if (process.argv.includes('--demo')) await installDemo(publicUrl);
}

/** For the tests of the promises; nobody must run a server like this without knowing. */
function warnOfFault(): void {
  const fault = plannedFault();
  if (fault)
    process.stderr.write(
      `DISPATCHERS_FAULT=${fault}: this server BREAKS ITS PROMISES ON PURPOSE; never use it for real\n`,
    );
}

async function installDemo(publicUrl: string): Promise<void> {
  const { eventId } = await installExample(SYSTEM, Date.now());
  process.stdout.write(`Example  ${publicUrl}/events/${eventId}\n`);
}

function toListenError(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') return new ConfigError(`PORT ${port} is in use by another program; choose another`);
  if (error.code === 'EACCES')
    return new ConfigError(`PORT ${port} may not be listened on by this user; choose another`);
  return error;
}

/** `/health` and `/ready` are answered even while nothing else is. */
function answersHealth(req: IncomingMessage, res: ServerResponse, readiness: () => Readiness): boolean {
  const [path] = (req.url ?? '').split('?', 1);
  if (req.method !== 'GET' && req.method !== 'HEAD') return false;
  if (path === '/health') sendJson(res, 200, { status: 'alive' });
  else if (path === '/ready') {
    const found = readiness();
    sendJson(res, found.ready ? 200 : 503, found);
  } else return false;
  return true;
}

function findReadiness(running: RunningServer | undefined, stopping: boolean): Readiness {
  if (running && !stopping) return running.readiness(Date.now());
  return { ready: false, reasons: [stopping ? 'stopping' : 'starting'], checks: {} };
}

/** What was asked and how it went, for whoever searches: at the level `debug`. */
function tellRequest(logger: Logger | undefined, req: IncomingMessage, res: ServerResponse): void {
  if (!logger?.isLevelEnabled('debug')) return;
  const startedAt = performance.now();
  const { method, url } = req;
  const requestId = requestIdOf(req);
  res.once('close', () => {
    const [path] = (url ?? '').split('?', 1);
    const ms = Math.round(performance.now() - startedAt);
    logger.debug({ requestId, method, path, status: res.statusCode, ms }, 'answered');
  });
}

function failRequest(running: RunningServer | undefined, req: IncomingMessage, res: ServerResponse, error: unknown) {
  const requestId = requestIdOf(req);
  running?.context.logger.error({ err: error, url: req.url, requestId }, 'the console could not answer');
  if (!res.headersSent) sendJson(res, 500, { code: 1, name: 'SERVER_EXCEPTION', message: 'Something went wrong' });
  else res.destroy();
}

function announce(publicUrl: string, setUpLink: string | undefined): void {
  const lines = [`Console  ${publicUrl}`, `Webhook  ${publicUrl}/webhooks/default`];
  if (setUpLink) lines.push(`Set up   ${setUpLink}  (makes the first administrator; once, within a day)`);
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** What stops a start in words of its own, with an exit code of sysexits.h: wrong configuration, files, in use. */
const START_ERRORS: Readonly<Record<string, number>> = {
  ConfigError: 78,
  SecretKeyError: 78,
  DatabaseStartError: 74,
  FunctionsFolderError: 74,
  MigrationError: 74,
  LockHeldError: 75,
};

/** What stops a start: a sentence, not a stack, when the cause is known. */
function fail(error: unknown): never {
  const code = error instanceof Error ? START_ERRORS[error.name] : undefined;
  const text = error instanceof Error ? (code ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(code ?? 1);
}

process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
main().catch(fail);
