import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ActionValues } from '@/components/dispatchers/actions/values';
import { listComplete } from '@/components/dispatchers/preview/use-preview';
import { fetchPreviewEvents } from '@/components/dispatchers/queries';
import { useDebounced } from '@/components/ui/use-debounced';
import type { PreviewEventsInput } from '@/lib/back-test/schema';

const DELAY_MS = 300;
const EVENTS = 20;
const POLL_MS = 10_000;

/** What the draft would do with the last 20 events of its type, a moment after it stopped changing. */
export function usePreviewGrid(eventType: string, actions: readonly ActionValues[]) {
  const complete = useMemo(() => listComplete(actions), [actions]);
  const body: PreviewEventsInput = {
    actions: complete.map(({ action }) => action),
    eventType: eventType.trim(),
    limit: EVENTS,
  };
  const places = complete.map(({ index }) => index);
  const request = JSON.stringify({ places, body });
  const settled = useDebounced(request, DELAY_MS);
  const grid = useQuery({
    queryKey: ['preview', 'grid', settled],
    queryFn: async ({ signal }) => {
      const asked: { places: number[]; body: PreviewEventsInput } = JSON.parse(settled);
      const { events } = await fetchPreviewEvents(asked.body, signal);
      return { places: asked.places, events };
    },
    enabled: eventType.trim() !== '' && actions.length > 0,
    placeholderData: keepPreviousData,
    refetchInterval: POLL_MS,
    gcTime: 60_000,
  });
  return { grid, isUpdating: request !== settled || grid.isFetching };
}
