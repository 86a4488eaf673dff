import { bearerToken, peekPrincipal } from '@/lib/auth/authenticate';
import { isSecure } from '@/lib/auth/authenticate-request';
import { hasPermission, type Principal, requirePermission } from '@/lib/auth/principal';
import { readSessionCookie } from '@/lib/auth/session';
import { ServiceError } from '@/lib/errors/service-error';
import { countReaders } from './hub';
import { openLiveStream } from './open-stream';

const MAX_READERS = 500;

type Headers = Readonly<Record<string, string | undefined>>;

/**
 * Follows what happens: new events and runs with a new status, as server-sent events. Ends with the caller's session or
 * token; watching does not count as use, so an open page keeps no session alive. A caller whose credential cannot be
 * looked at again (a signed request) is let go at the first heartbeat, and comes back with a new one.
 * @throws ServiceError 10, and 1 with status 503 when too many watch already.
 */
export async function watchChanges(principal: Principal, headers: Headers): Promise<Response> {
  requirePermission(principal, 'VIEW_EVENTS');
  if (countReaders() >= MAX_READERS) {
    throw new ServiceError(1, 'Too many live streams are open', { status: 503, headers: { 'retry-after': '15' } });
  }
  const secret = bearerToken(headers.authorization) ?? readSessionCookie(headers.cookie, isSecure());
  const stream = openLiveStream({
    async isStillAllowed() {
      const current = secret === undefined ? undefined : await peekPrincipal(secret, Date.now());
      return current !== undefined && hasPermission(current, 'VIEW_EVENTS');
    },
  });
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      // A proxy or a compressor that gathers the stream would hold it back.
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      connection: 'close',
    },
  });
}
