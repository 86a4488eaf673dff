import { describe, expect, it } from 'vitest';
import { type AddressRange, parseRange } from './address-ranges';
import { addressOwner, clientAddress } from './client-address';

const TRUSTED = ['10.0.0.0/8', '::1', '127.0.0.1'].map(parseRange) as AddressRange[];

describe('S-28: where a request comes from', () => {
  it.each([
    ['who is connected, when nobody is trusted', '203.0.113.7', '198.51.100.1', [], '203.0.113.7'],
    ['who is connected, when that is no proxy of ours', '203.0.113.7', '198.51.100.1', TRUSTED, '203.0.113.7'],
    ['whom a trusted proxy names', '10.1.2.3', '198.51.100.1', TRUSTED, '198.51.100.1'],
    ['the last one that no trusted proxy is', '10.1.2.3', '6.6.6.6, 198.51.100.1, 10.9.9.9', TRUSTED, '198.51.100.1'],
    ['the proxy itself, when it names nobody', '10.1.2.3', undefined, TRUSTED, '10.1.2.3'],
    ['the proxy itself, when it names nonsense', '10.1.2.3', '6.6.6.6, <script>', TRUSTED, '10.1.2.3'],
    ['the first hop, when all are trusted', '10.1.2.3', '10.0.0.7, 10.0.0.8', TRUSTED, '10.0.0.7'],
    ['without a port', '127.0.0.1', '198.51.100.1:4711', TRUSTED, '198.51.100.1'],
    ['without a port, in IPv6', '::1', '[2001:db8::1]:4711', TRUSTED, '2001:db8::1'],
    ['IPv4, however it is written', '::ffff:10.0.0.1', '::ffff:198.51.100.1', TRUSTED, '198.51.100.1'],
    ['nobody known, when the connection is gone', undefined, '198.51.100.1', TRUSTED, 'unknown'],
  ])('is %s', (_what, peer, forwarded, trusted, address) => {
    expect(clientAddress(peer, forwarded, trusted)).toBe(address);
  });

  it('counts a whole /64 as one, and an IPv4 address as itself', () => {
    expect(addressOwner('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
    expect(addressOwner('2001:db8:1:2::')).toBe(addressOwner('2001:db8:1:2:ffff::1'));
    expect([addressOwner('203.0.113.7'), addressOwner('unknown')]).toEqual(['203.0.113.7', 'unknown']);
  });
});
