import type { Server, ServerResponse } from 'node:http';

/**
 * Clients keep connections open for more requests, which would hold up the end of a server that is stopping.
 * @returns the answers that are not out yet, and what to call when it stops: from then on a connection ends with its answer.
 */
export function prepareLastAnswers(server: Server): { open: ReadonlySet<ServerResponse>; endConnections: () => void } {
  const open = new Set<ServerResponse>();
  let closing = false;
  // Before the listeners that answer: the header that tells the client goes out with the answer's first byte.
  server.prependListener('request', (_request, response) => {
    if (closing) response.shouldKeepAlive = false;
    open.add(response);
    response.once('close', () => open.delete(response));
  });
  const endConnections = () => {
    closing = true;
    for (const response of open) response.shouldKeepAlive = false;
  };
  return { open, endConnections };
}
