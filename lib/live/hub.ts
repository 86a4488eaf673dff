import { type Change, onChanges } from '@/db/changes';

/** How long changes are gathered before they are told: many share one write to each reader. */
const GATHER_MS = 100;
/** Changes kept between two tellings; beyond them the readers are told that they missed some. */
const MAX_GATHERED = 1_000;

/** One open stream. `send` gets whole messages; `end` closes it. */
export interface LiveReader {
  send(messages: string): void;
  end(): void;
}

interface Hub {
  readers: Set<LiveReader>;
  gathered: Map<string, Change>;
  missed: boolean;
  timer: NodeJS.Timeout | undefined;
  stopListening: (() => void) | undefined;
}

// The server bundle and Next's bundles each carry a copy of this module: streams are opened in one and ended by the other.
const KEY = Symbol.for('dispatchers.live');
const holder = globalThis as { [KEY]?: Hub };

function hub(): Hub {
  holder[KEY] ??= {
    readers: new Set(),
    gathered: new Map(),
    missed: false,
    timer: undefined,
    stopListening: undefined,
  };
  return holder[KEY];
}

/** Tells `reader` of every change from now on. @returns what ends that; with the last reader the hub falls silent. */
export function addReader(reader: LiveReader): () => void {
  const { readers } = hub();
  readers.add(reader);
  hub().stopListening ??= onChanges(gather);
  return () => {
    readers.delete(reader);
    if (readers.size === 0) fallSilent();
  };
}

/** Ends every stream, as the server does when it stops. */
export function endLiveStreams(): void {
  for (const reader of [...hub().readers]) reader.end();
}

/** How many streams are open. */
export function countReaders(): number {
  return hub().readers.size;
}

/** Of a run, mail or task only its newest status counts. */
function gather(changes: readonly Change[], complete: boolean): void {
  const current = hub();
  if (!complete) current.missed = true;
  for (const change of changes) {
    if (current.gathered.size >= MAX_GATHERED && !current.gathered.has(change.id)) current.missed = true;
    else current.gathered.set(change.id, change);
  }
  current.timer ??= setTimeout(tell, GATHER_MS);
}

function tell(): void {
  const current = hub();
  const messages = [...current.gathered.values()].map(toMessage);
  if (current.missed) messages.push(liveMessage('missed', {}));
  current.gathered.clear();
  current.missed = false;
  current.timer = undefined;
  const text = messages.join('');
  for (const reader of [...current.readers]) reader.send(text);
}

function fallSilent(): void {
  const current = hub();
  current.stopListening?.();
  current.stopListening = undefined;
  clearTimeout(current.timer);
  current.timer = undefined;
  current.gathered.clear();
  current.missed = false;
}

function toMessage({ kind, ...data }: Change): string {
  return liveMessage(kind, data);
}

/** A message of the event stream format (HTML Living Standard, 9.2). JSON holds no line break. */
export function liveMessage(name: Change['kind'] | 'ready' | 'missed', data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
