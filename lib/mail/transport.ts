import { createTransport } from 'nodemailer';
import MailMessage from 'nodemailer/lib/mailer/mail-message';
import type MimeNode from 'nodemailer/lib/mime-node';
import type SMTPPool from 'nodemailer/lib/smtp-pool';
import type { TargetGuard } from '@/lib/http/target-guard';
import { type ComposedMail, composeMail } from './compose';
import { createMessage } from './message';
import type { MailTransport, OutgoingMail, SendOutcome } from './outgoing';
import { isConfirmed, outcomeOfFailure, outcomeOfSuccess } from './send-outcome';
import { createSlots } from './slots';
import { assertSmtpHost, openSmtpSocket } from './smtp-socket';
import { parseSmtpUrl, type SmtpSettings } from './smtp-url';

export type { MailTransport, OutgoingMail, RecipientOutcome, SendOutcome } from './outgoing';

export interface TransportOptions {
  /** Connections at a time; 5 unless `SMTP_URL` says otherwise. */
  maxConnections?: number;
  /** For one attempt as a whole, from the moment it has a connection slot. */
  deadlineMs?: number;
  connectionTimeoutMs?: number;
  greetingTimeoutMs?: number;
  socketTimeoutMs?: number;
  /** Keeps it out of private networks. */
  guard?: TargetGuard | undefined;
}

const DEFAULT_MAX_CONNECTIONS = 5;
const CONNECTION_TIMEOUT_MS = 10_000;
const GREETING_TIMEOUT_MS = 10_000;
const SOCKET_TIMEOUT_MS = 60_000;
const DEADLINE_MS = 120_000;
/** Shorter than what servers and NAT tables allow, so that a mail rarely meets a dead connection. */
const IDLE_TIMEOUT_MS = 30_000;

function abortError(): Error {
  return Object.assign(new Error('Sending was stopped'), { code: 'EABORT' });
}

function deadlineError(deadlineMs: number): Error {
  const message = `not finished within ${deadlineMs / 1000} s`;
  return Object.assign(new Error(message), { code: 'ETIMEDOUT', command: 'CONN' });
}

function poolOptions(settings: SmtpSettings, options: TransportOptions) {
  return {
    ...settings,
    pool: true as const,
    maxConnections: settings.maxConnections ?? options.maxConnections ?? DEFAULT_MAX_CONNECTIONS,
    connectionTimeout: settings.connectionTimeout ?? options.connectionTimeoutMs ?? CONNECTION_TIMEOUT_MS,
    greetingTimeout: settings.greetingTimeout ?? options.greetingTimeoutMs ?? GREETING_TIMEOUT_MS,
    socketTimeout: settings.socketTimeout ?? options.socketTimeoutMs ?? SOCKET_TIMEOUT_MS,
    dnsTimeout: settings.connectionTimeout ?? options.connectionTimeoutMs ?? CONNECTION_TIMEOUT_MS,
    idleTimeout: IDLE_TIMEOUT_MS,
    // Once, for a pooled connection that turned out to be dead before a byte was sent; all other retries are the caller's.
    maxRequeues: 1,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  };
}

/** Connects through the guard in the pool's place. */
function guardedSocket(guard: TargetGuard): SMTPPool['getSocket'] {
  return ({ host = '', port, connectionTimeout = CONNECTION_TIMEOUT_MS }, callback) => {
    openGuarded(host, Number(port), guard, connectionTimeout).then(
      (connection) => callback(null, { connection }),
      (error: Error) => callback(error, false),
    );
  };
}

async function openGuarded(host: string, port: number, guard: TargetGuard, timeoutMs: number) {
  assertSmtpHost(host, guard);
  return openSmtpSocket(host, port, guard, timeoutMs);
}

function createPool(settings: SmtpSettings, options: TransportOptions) {
  const pool = createTransport(poolOptions(settings, options));
  const { guard } = options;
  if (guard) pool.transporter.getSocket = guardedSocket(guard);
  // Each send gets its own error; the event must not end the process.
  pool.on('error', () => undefined);
  return pool;
}

/** Hands a composed message to the pool, past nodemailer's own mailer: it would compose it once more, as streams. */
function sendThrough(pool: ReturnType<typeof createPool>, message: MimeNode, signal: AbortSignal) {
  const mail = new MailMessage<SMTPPool.SentMessageInfo>(pool, { signal });
  mail.message = message;
  return new Promise<SMTPPool.SentMessageInfo>((resolve, reject) => {
    pool.transporter.send(mail, (error, info) => (info ? resolve(info) : reject(error)));
  });
}

/**
 * A pooled SMTP client. `target` may be `smtp://user:pass@host:port?options` (see parseSmtpUrl, which throws for a bad one).
 * TLS is used whenever the server offers it, and a failing handshake never falls back to clear text.
 */
export function createSmtpTransport(target: string | SmtpSettings, options: TransportOptions = {}): MailTransport {
  const settings = typeof target === 'string' ? parseSmtpUrl(target) : target;
  const server = `${settings.host}:${settings.port}`;
  const pool = createPool(settings, options);
  const slots = createSlots(poolOptions(settings, options).maxConnections);
  const active = new Set<Promise<SendOutcome>>();
  const deadlineMs = options.deadlineMs ?? DEADLINE_MS;
  let closed = false;

  async function attemptSend(composed: ComposedMail, signal: AbortSignal | undefined): Promise<SendOutcome> {
    const controller = new AbortController();
    const stop = () => controller.abort();
    signal?.addEventListener('abort', stop, { once: true });
    let timedOut = false;
    let bodySent = false;
    const timer = setTimeout(() => {
      timedOut = true;
      stop();
    }, deadlineMs);
    try {
      const message = createMessage(composed, () => {
        bodySent = true;
      });
      const info = await sendThrough(pool, message, controller.signal);
      if (!isConfirmed(info)) throw new Error(`The final reply is none: ${info.response}`);
      return outcomeOfSuccess(composed.wire, info);
    } catch (error) {
      const cause = timedOut ? deadlineError(deadlineMs) : error;
      return outcomeOfFailure(composed.wire, cause, {
        bodySent,
        server,
        sender: composed.envelope.from,
      });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    }
  }

  async function send(mail: OutgoingMail, signal?: AbortSignal): Promise<SendOutcome> {
    const unsent = (error: unknown) =>
      outcomeOfFailure(new Map(mail.envelopeTo.map((address) => [address, address])), error, {
        bodySent: false,
        server,
        sender: mail.from,
      });
    let release: (() => void) | undefined;
    try {
      const composed = composeMail(mail);
      release = await slots.acquire();
      if (closed || signal?.aborted) return unsent(abortError());
      return await attemptSend(composed, signal);
    } catch (error) {
      return unsent(error);
    } finally {
      release?.();
    }
  }

  return {
    send(mail, signal) {
      const sending = send(mail, signal);
      active.add(sending);
      return sending.finally(() => active.delete(sending));
    },

    async close({ force = false, drain = false } = {}) {
      if (drain) await Promise.allSettled(active);
      closed = true;
      pool.close({ force });
      await Promise.allSettled(active);
    },
  };
}
