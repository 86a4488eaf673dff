import type { Agent, Dispatcher } from 'undici';

/** An answer, as far as it was read. */
export interface HttpAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  /** The first `maxBytes` of it. */
  body: string;
  truncated: boolean;
}

export interface ExchangeOptions {
  method: Dispatcher.HttpMethod;
  headers: Record<string, string>;
  body: string;
  /** Bytes of the answer that are kept; a longer one costs the connection, and no more than this. */
  maxBytes: number;
  /** Milliseconds for all of it, to connect included. */
  timeoutMs: number;
  /** Gives up at once. */
  signal: AbortSignal;
}

/** No whole answer came within `timeoutMs`. */
export class ExchangeTimeout extends Error {
  override name = 'ExchangeTimeout';
}

/**
 * One request and its answer. The dispatcher is used directly, and one timer: with the streams and composed signals of `request`
 * an event that calls a function took a fifth more of the processor.
 * @throws ExchangeTimeout; the reason of `signal`; what the agent says of a connection that failed.
 */
export function exchange(agent: Agent, url: URL, options: ExchangeOptions): Promise<HttpAnswer> {
  const { method, headers, body, maxBytes, timeoutMs, signal } = options;
  return new Promise((resolve, reject) => {
    const answer: HttpAnswer = { status: 0, headers: {}, body: '', truncated: false };
    const chunks: Buffer[] = [];
    let bytes = 0;
    let controller: Dispatcher.DispatchController | undefined;
    let failure: Error | undefined;
    let isSettled = false;

    const settle = () => {
      isSettled = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      if (failure) return reject(failure);
      answer.body = Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8');
      resolve(answer);
    };
    const fail = (error: Error) => {
      if (isSettled) return;
      failure = error;
      settle();
      // Not connected yet: the request is not sent any more once it could be.
      controller?.abort(error);
    };
    const onAbort = () => fail(signal.reason);
    const timer = setTimeout(() => fail(new ExchangeTimeout(`No answer within ${timeoutMs} ms`)), timeoutMs);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) return onAbort();

    agent.dispatch(
      { origin: url.origin, path: url.pathname + url.search, method, headers, body },
      {
        onRequestStart(started) {
          controller = started;
          if (failure) started.abort(failure);
        },
        onResponseStart(_controller, status, received) {
          answer.status = status;
          answer.headers = received;
        },
        onResponseData(started, chunk) {
          if (isSettled) return;
          chunks.push(chunk);
          bytes += chunk.length;
          if (bytes <= maxBytes) return;
          answer.truncated = true;
          settle();
          started.abort(new Error('The answer is longer than what is read of it'));
        },
        onResponseEnd() {
          if (!isSettled) settle();
        },
        onResponseError(_controller, error) {
          fail(error);
        },
      },
    );
  });
}
