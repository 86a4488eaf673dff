'use client';

import { FateLine } from '@/components/data/fate-line';
import { ErrorState, LoadingRows } from '@/components/data/list-states';
import { RelativeTime } from '@/components/data/relative-time';
import { EventActs } from '@/components/events/event-acts';
import { EventFacts, WhatFollowed } from '@/components/events/event-parts';
import { useEvent } from '@/components/events/queries';

/** An event in the drawer. */
export function EventPanel({ id }: { id: string }) {
  const detail = useEvent(id);
  if (detail.isPending) return <LoadingRows label="the event" />;
  if (!detail.data) return <ErrorState error={detail.error} onRetry={() => detail.refetch()} />;
  const { event } = detail.data;
  return (
    <article aria-label={event.type} className="grid grid-cols-[minmax(0,1fr)] gap-4 p-4">
      <header className="grid gap-3">
        <div className="grid gap-1">
          <h2 className="wrap-anywhere font-semibold text-lg">{event.type}</h2>
          <p className="flex flex-wrap items-center gap-2 text-muted">
            <FateLine event={event} />
            <RelativeTime timestamp={event.creationTimestamp} />
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <EventActs detail={detail.data} />
        </div>
      </header>
      <WhatFollowed detail={detail.data} />
      <EventFacts detail={detail.data} />
    </article>
  );
}
