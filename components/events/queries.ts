import { useMutation, useQueryClient } from '@tanstack/react-query';
import { eventQuery } from '@/components/data/event-queries';
import { isUnderWay } from '@/components/data/fate';
import type { LiveSource } from '@/components/data/live-list';
import { refreshRecords } from '@/components/data/refresh';
import { TOUCHED_BY_RUNS } from '@/components/data/run/run-queries';
import { useLiveDetail } from '@/components/data/use-live-detail';
import { toast } from '@/components/ui/toast';
import type { EventSummary } from '@/lib/console/schema';
import type { EventInput } from '@/lib/events/schema';
import { apiSend } from '@/lib/http/client';
import type { ReplayInput, ReplayResult } from '@/lib/replay/schema';

/** All events: a new one comes with its message, the fate of one changes with its runs. */
export const EVENTS: LiveSource<EventSummary> = {
  name: 'events',
  path: '/api/v1/events',
  concerns: (message) => {
    if (message.kind === 'event') return message.data.id;
    return message.kind === 'run' ? message.data.eventId : undefined;
  },
};

/** One event with all that followed from it, as it goes on. */
export function useEvent(id: string) {
  return useLiveDetail(eventQuery(id), {
    concerns: (message) => message.kind === 'run' && message.data.eventId === id,
    isUnderWay: (detail) => isUnderWay(detail.event),
  });
}

/** Reports an event as a service would. Answers its id. */
export function useSendEvent() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: EventInput) => apiSend<{ id: string }>('POST', '/events/v1/', { body: input }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['event-types'] }),
  });
}

/** Does again what an event brings about now. */
export function useReplay(eventId: string, onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (only: ReplayInput) =>
      apiSend<ReplayResult>('POST', `/api/v1/events/${eventId}/replay`, { body: only }),
    onSuccess: ({ runs }) => {
      toast.success(runs.length === 1 ? 'Replayed: one action follows' : `Replayed: ${runs.length} actions follow`);
      refreshRecords(client, TOUCHED_BY_RUNS);
      onDone();
    },
  });
}
