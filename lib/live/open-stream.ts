import { addReader, type LiveReader, liveMessage } from './hub';
import { LIVE_HEARTBEAT_MS } from './schema';

/** What may wait for a reader that does not take it: beyond this, messages are left out and the reader is told so. */
const MAX_WAITING_BYTES = 64 * 1024;

export interface LiveOptions {
  /** Asked at each heartbeat; the stream ends when the answer is no. */
  isStillAllowed(): Promise<boolean>;
  heartbeatMs?: number;
}

/**
 * A stream of changes in the event stream format. It ends when the reader leaves, takes nothing between two heartbeats,
 * may not read any more, or the server stops.
 */
export function openLiveStream(options: LiveOptions): ReadableStream<Uint8Array> {
  let leave: () => void = () => undefined;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        leave = serve(controller, options);
      },
      cancel() {
        leave();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: MAX_WAITING_BYTES }),
  );
}

/** @returns what to call when the reader has left. */
function serve(controller: ReadableStreamDefaultController<Uint8Array>, options: LiveOptions): () => void {
  const encoder = new TextEncoder();
  let isOpen = true;
  let missed = false;

  const write = (text: string) => controller.enqueue(encoder.encode(text));
  const reader: LiveReader = {
    send(messages) {
      if (!isOpen) return;
      if (isFull()) missed = true;
      else {
        write(missed ? liveMessage('missed', {}) + messages : messages);
        missed = false;
      }
    },
    end() {
      if (!isOpen) return;
      leave();
      controller.close();
    },
  };
  const removeReader = addReader(reader);
  const heartbeat = setInterval(() => void beat(), options.heartbeatMs ?? LIVE_HEARTBEAT_MS);

  function isFull(): boolean {
    return (controller.desiredSize ?? 0) <= 0;
  }

  async function beat(): Promise<void> {
    const mayStay = !isFull() && (await options.isStillAllowed().catch(() => false));
    if (mayStay) reader.send(': still here\n\n');
    else reader.end();
  }

  function leave(): void {
    isOpen = false;
    clearInterval(heartbeat);
    removeReader();
  }

  write(liveMessage('ready', {}));
  return leave;
}
