import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useCan } from '@/components/session/permissions';
import type { LiveEvent, LiveMail, LiveRun, LiveTask } from '@/lib/live/schema';

/** What the live stream tells. `missed`: it has just been opened, or left something out: read again what is shown. */
export type LiveMessage =
  | { kind: 'event'; data: LiveEvent }
  | { kind: 'run'; data: LiveRun }
  | { kind: 'mail'; data: LiveMail }
  | { kind: 'task'; data: LiveTask }
  | { kind: 'missed'; data?: undefined };

const ADDRESS = '/api/v1/live';
/** The browser comes back by itself after a lost connection, but not after a refusal. */
const RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 60_000;
/** From one page to the next the stream stays open. */
const LINGER_MS = 2_000;

type Reader = (message: LiveMessage) => void;
const readers = new Set<Reader>();
const watchers = new Set<() => void>();
let stream: EventSource | undefined;
let connected = false;
let retryMs = RETRY_MS;
let timer: ReturnType<typeof setTimeout> | undefined;
let watchesPage = false;

/** One stream for the whole page; none while nobody looks, since a browser allows few connections to one server. */
function update(): void {
  clearTimeout(timer);
  const wanted = readers.size > 0 && document.visibilityState === 'visible';
  if (wanted && !stream) open();
  if (!wanted && stream) close();
}

function open(): void {
  stream = new EventSource(ADDRESS);
  stream.addEventListener('ready', () => {
    retryMs = RETRY_MS;
    setConnected(true);
    tell({ kind: 'missed' });
  });
  stream.addEventListener('event', ({ data }) => tell({ kind: 'event', data: JSON.parse(data) }));
  stream.addEventListener('run', ({ data }) => tell({ kind: 'run', data: JSON.parse(data) }));
  stream.addEventListener('mail', ({ data }) => tell({ kind: 'mail', data: JSON.parse(data) }));
  stream.addEventListener('task', ({ data }) => tell({ kind: 'task', data: JSON.parse(data) }));
  stream.addEventListener('missed', () => tell({ kind: 'missed' }));
  stream.addEventListener('error', () => {
    setConnected(false);
    if (stream?.readyState !== EventSource.CLOSED) return;
    close();
    timer = setTimeout(update, retryMs);
    retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
  });
}

function close(): void {
  stream?.close();
  stream = undefined;
  setConnected(false);
}

function tell(message: LiveMessage): void {
  for (const reader of [...readers]) reader(message);
}

function setConnected(next: boolean): void {
  if (connected === next) return;
  connected = next;
  for (const watcher of [...watchers]) watcher();
}

function subscribe(reader: Reader) {
  if (!watchesPage) document.addEventListener('visibilitychange', update);
  watchesPage = true;
  readers.add(reader);
  update();
  return () => {
    readers.delete(reader);
    if (readers.size > 0) return;
    clearTimeout(timer);
    timer = setTimeout(update, LINGER_MS);
  };
}

function watch(watcher: () => void) {
  watchers.add(watcher);
  return () => {
    watchers.delete(watcher);
  };
}

/**
 * Calls `onMessage` for each message of the live stream while the component is there.
 * @returns false while there is no stream: then poll.
 */
export function useLive(onMessage: Reader): boolean {
  const latest = useRef(onMessage);
  latest.current = onMessage;
  const mayWatch = useCan('VIEW_EVENTS');
  useEffect(() => {
    if (mayWatch) return subscribe((message) => latest.current(message));
  }, [mayWatch]);
  return useSyncExternalStore(
    watch,
    () => connected,
    () => false,
  );
}
