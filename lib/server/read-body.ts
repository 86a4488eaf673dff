import type { IncomingMessage } from 'node:http';
import { ServiceError } from '@/lib/errors/service-error';
import { bodyTooLarge } from '@/lib/intake/parse-json';

/**
 * The whole body of a request.
 * @throws ServiceError 22: with status 413 as soon as the body is known to be larger than `maxBytes`; or when the sender
 * hung up before its end.
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.reject(bodyTooLarge(maxBytes));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const collect = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) return void chunks.push(chunk);
      request.off('data', collect);
      reject(bodyTooLarge(maxBytes));
    };
    request.on('data', collect);
    request.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    // Not iterated over: leaving the loop would close the connection before the refusal is sent.
    request.on('error', () => reject(new ServiceError(22, 'The body ended too early')));
  });
}
