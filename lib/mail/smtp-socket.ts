import { connect, isIP, type Socket } from 'node:net';
import { type TargetGuard, TargetNotAllowedError } from '@/lib/http/target-guard';

/** Opens a connection to a mail server that administrators named, if the guard lets it. @throws with `code` when not. */
export function openSmtpSocket(host: string, port: number, guard: TargetGuard, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, lookup: guard.lookup });
    const fail = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    socket.setTimeout(timeoutMs, () =>
      fail(
        Object.assign(new Error(`no connection within ${timeoutMs / 1_000} s`), { code: 'ETIMEDOUT', command: 'CONN' }),
      ),
    );
    socket.once('error', fail);
    socket.once('connect', () => {
      try {
        guard.assertAllowedPeer(socket, host);
      } catch (error) {
        return fail(error as Error);
      }
      socket.setTimeout(0);
      socket.off('error', fail);
      resolve(socket);
    });
  });
}

/** A literal address is never looked up: it is checked before anybody connects. @throws TargetNotAllowedError. */
export function assertSmtpHost(host: string, guard: TargetGuard): void {
  if (isIP(host) === 0) return;
  try {
    guard.assertAllowedTarget(`https://${isIP(host) === 6 ? `[${host}]` : host}/`);
  } catch (error) {
    if (error instanceof TargetNotAllowedError) throw error;
    throw new TargetNotAllowedError(`${host} is not an address`);
  }
}
