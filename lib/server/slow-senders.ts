import type { IncomingMessage, Server, ServerResponse } from 'node:http';

const LOOK_MS = 1_000;
const WINDOW_MS = 5_000;
const MIN_BYTES_PER_SECOND = 1_024;

interface Sample {
  bytes: number;
  atMs: number;
}

/**
 * Ends requests whose body comes slower than 1 KB/s over 5 s: a connection of ours costs such a sender nothing. Each
 * becomes a `clientError`, as Node makes one of what exceeds its own limits. What waits for us to read it is not slow.
 * @param open the answers that are not out yet.
 */
export function endSlowSenders(server: Server, open: ReadonlySet<ServerResponse>): void {
  const samples = new WeakMap<IncomingMessage, Sample>();
  const look = () => {
    const atMs = performance.now();
    for (const { req: request } of open) {
      if (request.complete) continue;
      const before = samples.get(request);
      const now = { bytes: request.socket.bytesRead, atMs };
      const waitsForUs = request.readableLength > 0;
      if (!before || waitsForUs) samples.set(request, now);
      else if (atMs - before.atMs >= WINDOW_MS) {
        samples.set(request, now);
        if (isSlow(before, now)) server.emit('clientError', tooSlow(), request.socket);
      }
    }
  };
  setInterval(look, LOOK_MS).unref();
}

function isSlow(before: Sample, now: Sample): boolean {
  return ((now.bytes - before.bytes) * 1_000) / (now.atMs - before.atMs) < MIN_BYTES_PER_SECOND;
}

function tooSlow(): NodeJS.ErrnoException {
  return Object.assign(new Error('The body comes too slowly'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
}
