import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import ipaddr from 'ipaddr.js';
import { type AddressRange, inRanges, parseRange } from './address-ranges';

const URL_MAX_LENGTH = 2_048;
const DNS_TIMEOUT_MS = 5_000;
const FIRST_USER_PORT = 1_024;

/** Cloud metadata services hand out credentials: no allow-list opens them. */
const METADATA_ADDRESSES = ['169.254.169.254', 'fd00:ec2::254', '100.100.100.200', '192.0.0.192'].map((address) =>
  ipaddr.process(address).toNormalizedString(),
);

const GLOBAL_IPV6: readonly AddressRange[] = [ipaddr.IPv6.parseCIDR('2000::/3')];

/** A target that must not be called; the message names it and how to allow it. */
export class TargetNotAllowedError extends Error {
  override name = 'TargetNotAllowedError';
  readonly code = 'ERR_TARGET_NOT_ALLOWED';
}

export interface TargetGuardOptions {
  /** Host names (`intranet.example`), addresses and CIDR ranges (`10.0.0.0/8`) that may be called although private. */
  allowPrivateTargets?: readonly string[];
  /** Resolves names; the system's resolver by default. */
  resolve?: (hostname: string) => Promise<LookupAddress[]>;
}

export interface TargetGuard {
  /**
   * Checks a URL before anything is sent: http(s), no user name, port 80, 443 or from 1024, and an allowed address when
   * the host is a literal one. Plain http is for allow-listed hosts only. Throws {@link TargetNotAllowedError}.
   */
  assertAllowedTarget(url: string | URL): URL;
  /** For `net.connect`: resolves a name and refuses it when any of its addresses is not allowed. */
  lookup: LookupFunction;
  /** Checks who was really connected to, before a byte of the request is written. */
  assertAllowedPeer(socket: Socket, hostname: string): void;
}

/** Keeps outgoing calls away from the server's own network: checked when the URL is read, resolved and connected to. */
export function createTargetGuard(options: TargetGuardOptions = {}): TargetGuard {
  const { hosts, ranges } = parseAllowList(options.allowPrivateTargets ?? []);
  const resolve = options.resolve ?? resolveAll;

  const isAllowed = (address: string, hostname: string) => isAllowedAddress(address, hosts.has(hostname), ranges);

  function assertAddress(address: string, hostname: string): void {
    if (isAllowed(address, hostname)) return;
    const which = address === hostname ? address : `${hostname} (${address})`;
    throw new TargetNotAllowedError(
      `${which} is not a public address; private targets must be allow-listed (ALLOW_PRIVATE_TARGETS)`,
    );
  }

  function assertAllowedTarget(target: string | URL): URL {
    const url = parseTarget(target);
    const hostname = bareHost(url.hostname);
    const isLiteral = isIP(hostname) !== 0;
    if (isLiteral) assertAddress(hostname, hostname);
    const isListed = hosts.has(hostname) || (isLiteral && inRanges(hostname, ranges));
    if (url.protocol === 'http:' && !isListed) {
      throw new TargetNotAllowedError(
        `${url.origin} must be https: plain http is for allow-listed targets only (ALLOW_PRIVATE_TARGETS)`,
      );
    }
    return url;
  }

  const lookup: LookupFunction = (hostname, { all, family }, callback) => {
    const host = bareHost(hostname);
    withTimeout(resolve(hostname), hostname).then(
      (addresses) => {
        const blocked = addresses.find(({ address }) => !isAllowed(address, host));
        const usable = addresses.filter((each) => !family || each.family === toFamily(family));
        const [first] = usable;
        if (blocked)
          callback(
            notAllowed(() => assertAddress(blocked.address, host)),
            '',
          );
        else if (!first) callback(Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' }), '');
        else if (all) callback(null, usable);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, ''),
    );
  };

  function assertAllowedPeer(socket: Socket, hostname: string): void {
    assertAddress(socket.remoteAddress ?? 'an unknown address', bareHost(hostname));
  }

  return { assertAllowedTarget, lookup, assertAllowedPeer };
}

function parseTarget(target: string | URL): URL {
  const text = String(target);
  if (text.length > URL_MAX_LENGTH) throw new TargetNotAllowedError(`A URL may have ${URL_MAX_LENGTH} characters`);
  if (!URL.canParse(text)) throw new TargetNotAllowedError(`'${text}' is not a URL`);
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new TargetNotAllowedError(`${url.protocol} is not http or https`);
  }
  if (url.username || url.password) throw new TargetNotAllowedError('A URL must not carry a user name or password');
  const port = Number(url.port);
  if (url.port && port !== 80 && port !== 443 && port < FIRST_USER_PORT) {
    throw new TargetNotAllowedError(`Port ${port} is not 80, 443 or from ${FIRST_USER_PORT}`);
  }
  return url;
}

/** `[::1]` → `::1`; `Localhost.` → `localhost`: one spelling for lists and checks. */
function bareHost(hostname: string): string {
  return hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
}

function parseAllowList(entries: readonly string[]): { hosts: Set<string>; ranges: AddressRange[] } {
  const hosts = new Set<string>();
  const ranges: AddressRange[] = [];
  for (const entry of entries.map((each) => each.trim()).filter(Boolean)) {
    const range = parseRange(bareHost(entry));
    if (range) ranges.push(range);
    else if (entry.includes('/')) throw new Error(`'${entry}' is not a range of addresses such as 10.0.0.0/8`);
    else hosts.add(bareHost(entry));
  }
  return { hosts, ranges };
}

function isAllowedAddress(text: string, isListedHost: boolean, ranges: readonly AddressRange[]): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (METADATA_ADDRESSES.includes(address.toNormalizedString())) return false;
  return isListedHost || isPublic(address) || inRanges(text, ranges);
}

function toFamily(family: number | string): number {
  return family === 'IPv6' || family === 6 ? 6 : 4;
}

/** Of IPv6 only what was ever given out (RFC 4291): `::127.0.0.1`, for one, is IPv4 in another dress. */
function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.range() !== 'unicast') return false;
  return address.kind() === 'ipv4' || inRanges(address.toString(), GLOBAL_IPV6);
}

function notAllowed(assert: () => void): NodeJS.ErrnoException {
  try {
    assert();
  } catch (error) {
    return error as TargetNotAllowedError;
  }
  return new TargetNotAllowedError('The target is not allowed');
}

function resolveAll(hostname: string): Promise<LookupAddress[]> {
  return new Promise((resolve, reject) => {
    dnsLookup(hostname, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)));
  });
}

async function withTimeout<T>(work: Promise<T>, hostname: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = Object.assign(new Error(`${hostname} could not be resolved within 5 s`), { code: 'EDNSTIMEOUT' });
    timer = setTimeout(() => reject(error), DNS_TIMEOUT_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
