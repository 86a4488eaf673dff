import { useQuery } from '@tanstack/react-query';
import { startTransition, useState } from 'react';
import { useTellPreviewedEvent } from '@/components/dispatchers/preview/previewed-event';
import { previewEventsQuery } from '@/components/dispatchers/queries';
import { parseJsonText } from '@/components/form/parse-json';
import { useDebounced } from '@/components/ui/use-debounced';
import type { PreviewInput } from '@/lib/console/schema';
import type { StoredEvent } from '@/lib/events/schema';

const TYPING_MS = 400;

/** Which event to preview with: one of the newest real ones, or JSON that is typed. */
export type PreviewMode = 'real' | 'typed';

/** Holds the choice of the event. The newest is followed until somebody chooses. */
export function usePreviewEvent(eventType: string, initialEvent: StoredEvent | undefined) {
  const type = useDebounced(eventType.trim(), TYPING_MS);
  const newest = useQuery(previewEventsQuery(type));
  const [chosenMode, setMode] = useState<PreviewMode>();
  const [chosenId, setChosenId] = useState(initialEvent?.id);
  const [typed, setTyped] = useState<string>();

  const events = withInitial(newest.data?.data ?? [], initialEvent?.type === type ? initialEvent : undefined);
  const index = Math.max(
    0,
    events.findIndex((event) => event.id === chosenId),
  );
  const real: StoredEvent | undefined = events[index];
  const mode: PreviewMode = chosenMode ?? (newest.isSuccess && events.length === 0 ? 'typed' : 'real');
  const text = typed ?? JSON.stringify(real?.content ?? {}, null, 2);
  const parsed = parseJsonText(text);

  const typedEvent = type !== '' && parsed.ok ? { type, content: parsed.value ?? {} } : undefined;
  const realEvent = real && { id: real.id };
  const event: PreviewInput['event'] | undefined = mode === 'real' ? realEvent : typedEvent;
  useTellPreviewedEvent(type, event);
  return {
    type,
    mode,
    setMode,
    events,
    index,
    real,
    choose: (to: number) => startTransition(() => setChosenId(events[to]?.id)),
    text,
    setText: setTyped,
    textError: parsed.ok ? undefined : parsed.message,
    event,
    isPending: type !== '' && newest.isPending,
    error: newest.error,
  };
}

/** The event to begin with may be older than the newest ones. */
function withInitial(events: readonly StoredEvent[], initial: StoredEvent | undefined): StoredEvent[] {
  if (!initial || events.some((event) => event.id === initial.id)) return [...events];
  return [...events, initial];
}
