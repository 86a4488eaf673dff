import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';
import { type AddressRange, inRanges } from './address-ranges';

/**
 * Where a request comes from. `X-Forwarded-For` counts only as far as trusted proxies wrote it: from its end backwards, up
 * to the first address that is none of theirs. What stands before that, anybody may have written.
 * @param peer who is connected. @param forwarded the header's value.
 */
export function clientAddress(
  peer: string | undefined,
  forwarded: string | undefined,
  trusted: readonly AddressRange[],
): string {
  let address = normal(peer ?? '') ?? 'unknown';
  if (trusted.length === 0) return address;
  const hops = (forwarded ?? '').split(',').reverse();
  for (const hop of hops) {
    if (address === 'unknown' || !inRanges(address, trusted)) break;
    const before = normal(withoutPort(hop.trim()));
    if (before === undefined) break;
    address = before;
  }
  return address;
}

function normal(text: string): string | undefined {
  // What every request over IPv4 shows, and is as it should be.
  if (isIPv4(text)) return text;
  return ipaddr.isValid(text) ? ipaddr.process(text).toString() : undefined;
}

/** Some proxies write `203.0.113.7:4711` or `[2001:db8::1]:4711`. */
function withoutPort(text: string): string {
  return /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^(\d+(?:\.\d+){3}):\d+$/.exec(text)?.[1] ?? text;
}

/** Whom a limit per address means: somebody with IPv6 has a whole /64, and must not count as so many. */
export function addressOwner(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address;
  const parts = ipaddr.IPv6.parse(address).parts.slice(0, 4);
  return `${parts.map((part) => part.toString(16)).join(':')}::/64`;
}
