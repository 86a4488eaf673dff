import ipaddr from 'ipaddr.js';

/** An address and how many of its leading bits count. */
export type AddressRange = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** `10.0.0.0/8`, or one address; undefined when it is neither. */
export function parseRange(text: string): AddressRange | undefined {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  if (!ipaddr.isValid(text)) return undefined;
  const address = ipaddr.process(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

/** @param text an address. */
export function inRanges(text: string, ranges: readonly AddressRange[]): boolean {
  const address = ipaddr.process(text);
  return ranges.some(([base, bits]) => address.kind() === base.kind() && address.match([base, bits] as never));
}
