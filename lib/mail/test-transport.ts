import { lookup } from 'node:dns';
import { connect, isIP, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { TargetGuard } from '@/lib/http/target-guard';
import type { MailTestStep } from '@/lib/settings/schema';
import { responseLine } from './classify';
import { toFailure } from './send-outcome';
import { assertSmtpHost, openSmtpSocket } from './smtp-socket';
import type { SmtpSettings } from './smtp-url';

const TIMEOUT_MS = 10_000;

/**
 * Goes through the dialogue with a mail server as far as the sign-in, and tells of each step in the server's words.
 * @param guard keeps it away from private networks; undefined for the server of the environment, which is trusted.
 */
export async function testSmtp(settings: SmtpSettings, guard: TargetGuard | undefined): Promise<MailTestStep[]> {
  const steps: MailTestStep[] = [];
  const done = (step: MailTestStep['step'], message: string) => steps.push({ step, status: 'done', message });
  let at: MailTestStep['step'] = 'resolve';
  let connection: SMTPConnection | undefined;
  try {
    done('resolve', await resolveHost(settings.host, guard));
    at = 'connect';
    const socket = await openSocket(settings, guard);
    done('connect', `Connected to ${socket.remoteAddress ?? settings.host}, port ${settings.port}`);
    at = settings.secure ? 'encrypt' : 'greet';
    connection = new SMTPConnection({
      ...settings,
      connection: socket,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
      logger: false,
    });
    await greet(connection);
    done('greet', connection.lastServerResponse ? oneLine(connection.lastServerResponse) : 'The server answers EHLO');
    steps.push(describeEncryption(connection));
    at = 'sign_in';
    steps.push(await signIn(connection, settings));
    connection.quit();
  } catch (error) {
    const failure = toFailure(error);
    const isTls = failure.code === 'ETLS' || /TLS|SSL|certificate/i.test(failure.message);
    steps.push({ step: at === 'greet' && isTls ? 'encrypt' : at, status: 'failed', message: responseLine(failure) });
    connection?.close();
  }
  return steps;
}

async function resolveHost(host: string, guard: TargetGuard | undefined): Promise<string> {
  if (guard) assertSmtpHost(host, guard);
  if (isIP(host) !== 0) return `${host} is an address`;
  const addresses = await new Promise<string[]>((resolve, reject) => {
    const find = guard?.lookup ?? lookup;
    find(host, { all: true }, (error, found) => {
      if (error) reject(error);
      else resolve(Array.isArray(found) ? found.map(({ address }) => address) : [String(found)]);
    });
  });
  return `${host} is ${addresses.slice(0, 4).join(', ')}`;
}

function openSocket({ host, port }: SmtpSettings, guard: TargetGuard | undefined): Promise<Socket> {
  if (guard) return openSmtpSocket(host, port, guard, TIMEOUT_MS);
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: TIMEOUT_MS }, () => {
      socket.setTimeout(0);
      socket.off('error', reject);
      resolve(socket);
    });
    socket.once('error', reject);
    socket.once('timeout', () => {
      socket.destroy(new Error(`no connection within ${TIMEOUT_MS / 1_000} s`));
    });
  });
}

function greet(connection: SMTPConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject);
    connection.connect((error) => (error ? reject(error) : resolve()));
  });
}

function describeEncryption(connection: SMTPConnection): MailTestStep {
  if (!connection.secure) {
    const message = 'The server offers no TLS: mails and passwords go in clear';
    return { step: 'encrypt', status: 'skipped', message };
  }
  const socket = connection._socket as TLSSocket | undefined;
  const protocol = socket?.getProtocol?.() ?? 'TLS';
  const cipher = socket?.getCipher?.()?.standardName;
  return { step: 'encrypt', status: 'done', message: cipher ? `${protocol}, ${cipher}` : protocol };
}

async function signIn(connection: SMTPConnection, { auth }: SmtpSettings): Promise<MailTestStep> {
  if (!auth) return { step: 'sign_in', status: 'skipped', message: 'No user name is set' };
  await new Promise<void>((resolve, reject) => {
    connection.login({ user: auth.user, credentials: auth }, (error) => (error ? reject(error) : resolve()));
  });
  return { step: 'sign_in', status: 'done', message: `Signed in as ${auth.user}` };
}

function oneLine(text: string | false): string {
  return String(text).replace(/\s+/g, ' ').trim().slice(0, 500);
}
