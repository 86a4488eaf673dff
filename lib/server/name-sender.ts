import type { IncomingMessage } from 'node:http';
import type { AddressRange } from '@/lib/http/address-ranges';
import { clientAddress } from '@/lib/http/client-address';
import { ADDRESS_HEADER } from '@/lib/http/entry-headers';

/** What proxies say of a request; nothing behind this point reads it, and Next would. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port'];

/** Notes on a request where it comes from, and takes off what its sender says of that. */
export function nameSender(request: IncomingMessage, trusted: readonly AddressRange[]): void {
  const forwarded = request.headers['x-forwarded-for'];
  const list = Array.isArray(forwarded) ? forwarded.join(',') : forwarded;
  request.headers[ADDRESS_HEADER] = clientAddress(request.socket.remoteAddress, list, trusted);
  for (const name of FORWARDED) delete request.headers[name];
}

export function senderOf(request: IncomingMessage): string {
  return String(request.headers[ADDRESS_HEADER] ?? 'unknown');
}
