import { Agent, buildConnector } from 'undici';
import type { TargetGuard } from '@/lib/http/target-guard';

const CONNECT_TIMEOUT_MS = 10_000;
/** Short, because a POST on a connection that the other side is just closing fails without having been read. */
const KEEP_ALIVE_MS = 1_000;
const KEEP_ALIVE_MAX_MS = 10_000;
const HEADERS_MAX_BYTES = 16_384;

/**
 * An undici dispatcher whose connections the guard checks twice: the addresses it resolved, and the one it reached.
 * Proxy variables of the environment are not looked at. Deadlines are the caller's: no time-outs on headers and body.
 */
export function createGuardedAgent(guard: TargetGuard): Agent {
  const connect = buildConnector({ lookup: guard.lookup, timeout: CONNECT_TIMEOUT_MS });
  return new Agent({
    connect: (options, callback) => {
      connect(options, (error, socket) => {
        if (!socket) {
          callback(error ?? new Error('No connection'), null);
          return;
        }
        try {
          guard.assertAllowedPeer(socket, options.hostname);
          callback(null, socket);
        } catch (refusal) {
          socket.destroy();
          callback(refusal as Error, null);
        }
      });
    },
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MAX_MS,
    maxHeaderSize: HEADERS_MAX_BYTES,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}
