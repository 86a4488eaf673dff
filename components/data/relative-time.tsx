'use client';

import { useSyncExternalStore } from 'react';
import { formatLocal, formatRelative, formatUtc } from '@/components/data/time';
import { Tooltip } from '@/components/ui/tooltip';

const TICK_MS = 1_000;
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

/** One clock for the whole page, which stands still while nobody looks at it. */
function subscribe(listener: () => void) {
  listeners.add(listener);
  if (timer === undefined) now = Date.now();
  timer ??= setInterval(() => {
    now = Date.now();
    for (const tell of listeners) tell();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** "5 min ago", and exact on hover and focus: local and UTC. `timestamp` is epoch milliseconds. */
export function RelativeTime({ timestamp }: { timestamp: number }) {
  const text = useSyncExternalStore(
    subscribe,
    () => formatRelative(timestamp, now),
    () => undefined,
  );
  return (
    <Tooltip
      content={
        <span className="tabular grid grid-cols-[auto_1fr] gap-x-3">
          <span className="text-faint">Local</span> {formatLocal(timestamp)}
          <span className="text-faint">UTC</span> {formatUtc(timestamp)}
        </span>
      }
    >
      <time
        // What a document says is by the server's clock; React would keep that text.
        key={text === undefined ? 'document' : 'browser'}
        suppressHydrationWarning
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the exact time must be within reach of a keyboard
        tabIndex={0}
        dateTime={new Date(timestamp).toISOString()}
        className="tabular whitespace-nowrap rounded-sm"
      >
        {text ?? formatRelative(timestamp, Date.now())}
      </time>
    </Tooltip>
  );
}
