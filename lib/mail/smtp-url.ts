/** What `SMTP_URL` says, checked. Times are milliseconds. */
export interface SmtpSettings {
  host: string;
  port: number;
  /** TLS from the first byte; otherwise STARTTLS whenever the server offers it. */
  secure: boolean;
  auth?: { user: string; pass: string };
  requireTLS?: boolean;
  ignoreTLS?: boolean;
  name?: string;
  localAddress?: string;
  authMethod?: string;
  maxConnections?: number;
  maxMessages?: number;
  rateLimit?: number;
  rateDelta?: number;
  connectionTimeout?: number;
  greetingTimeout?: number;
  socketTimeout?: number;
  tls?: { rejectUnauthorized?: boolean; servername?: string; minVersion?: 'TLSv1.2' | 'TLSv1.3' };
}

const NUMBERS = [
  'maxConnections',
  'maxMessages',
  'rateLimit',
  'rateDelta',
  'connectionTimeout',
  'greetingTimeout',
  'socketTimeout',
] as const;
const BOOLEANS = ['requireTLS', 'ignoreTLS'] as const;
const TEXTS = ['name', 'localAddress', 'authMethod'] as const;
/** Understood and without effect: connections are always pooled, and `secure` is the scheme's to say. */
const IGNORED = ['pool'];
const KNOWN = [...NUMBERS, ...BOOLEANS, ...TEXTS, 'tls.rejectUnauthorized', 'tls.servername', 'tls.minVersion'];

function readNumber(key: string, value: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new Error(`SMTP_URL: ${key} must be a whole number above 0, not '${value}'`);
  return Number(value);
}

function readBoolean(key: string, value: string): boolean {
  if (value !== 'true' && value !== 'false') throw new Error(`SMTP_URL: ${key} must be true or false, not '${value}'`);
  return value === 'true';
}

function readTls(params: URLSearchParams): SmtpSettings['tls'] {
  const tls: NonNullable<SmtpSettings['tls']> = {};
  const reject = params.get('tls.rejectUnauthorized');
  if (reject !== null) tls.rejectUnauthorized = readBoolean('tls.rejectUnauthorized', reject);
  const servername = params.get('tls.servername');
  if (servername !== null) tls.servername = servername;
  const minVersion = params.get('tls.minVersion');
  if (minVersion !== null) {
    if (minVersion !== 'TLSv1.2' && minVersion !== 'TLSv1.3') {
      throw new Error(`SMTP_URL: tls.minVersion must be TLSv1.2 or TLSv1.3, not '${minVersion}'`);
    }
    tls.minVersion = minVersion;
  }
  return Object.keys(tls).length > 0 ? tls : undefined;
}

function readAuth(url: URL): SmtpSettings['auth'] {
  if (!url.username && !url.password) return undefined;
  try {
    return { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) };
  } catch {
    throw new Error('SMTP_URL: the user name or password has a % that starts no escape; write it as %25');
  }
}

/**
 * Reads `smtp://user:pass@host:port?option=value` (or `smtps://`). Only options listed here are taken, so that a URL cannot
 * turn off a safeguard. Throws an Error for a person, which never shows the password.
 */
export function parseSmtpUrl(text: string): SmtpSettings {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') || !url.hostname) {
    throw new Error('SMTP_URL must look like smtp://user:password@host:port or smtps://…');
  }
  const secure = url.protocol === 'smtps:';
  const settings: SmtpSettings = {
    host: decodeURIComponent(url.hostname).replace(/^\[(.*)\]$/, '$1'),
    port: url.port ? Number(url.port) : secure ? 465 : 587,
    secure,
  };
  const auth = readAuth(url);
  if (auth) settings.auth = auth;
  for (const key of url.searchParams.keys()) {
    if (!KNOWN.includes(key) && !IGNORED.includes(key)) throw new Error(`SMTP_URL: unknown option '${key}'`);
  }
  for (const key of NUMBERS) {
    const value = url.searchParams.get(key);
    if (value !== null) settings[key] = readNumber(key, value);
  }
  for (const key of BOOLEANS) {
    const value = url.searchParams.get(key);
    if (value !== null) settings[key] = readBoolean(key, value);
  }
  for (const key of TEXTS) {
    const value = url.searchParams.get(key);
    if (value !== null) settings[key] = value;
  }
  const tls = readTls(url.searchParams);
  if (tls) settings.tls = tls;
  if (settings.requireTLS && settings.ignoreTLS) throw new Error('SMTP_URL: requireTLS and ignoreTLS contradict');
  return settings;
}
