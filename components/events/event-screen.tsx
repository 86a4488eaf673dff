'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { ErrorState, LoadingRows } from '@/components/data/list-states';
import { RelativeTime } from '@/components/data/relative-time';
import { EventActs } from '@/components/events/event-acts';
import { EventFacts, WhatFollowed } from '@/components/events/event-parts';
import { useEvent } from '@/components/events/queries';
import { Page } from '@/components/shell/page';
import { useShortcuts } from '@/components/shell/shortcuts';
import { Card } from '@/components/ui/card';
import { IconButton } from '@/components/ui/icon-button';
import type { EventDetail } from '@/lib/console/schema';

const BACK = { href: '/events', label: 'Events' };

/** One event on its own page: its content, what was matched and why, and all that followed. */
export function EventScreen({ id }: { id: string }) {
  const detail = useEvent(id);
  if (!detail.data) {
    return (
      <Page title="Event" back={BACK}>
        <Card>
          {detail.isPending ? (
            <LoadingRows label="the event" />
          ) : (
            <ErrorState error={detail.error} onRetry={() => detail.refetch()} />
          )}
        </Card>
      </Page>
    );
  }
  const { event } = detail.data;
  return (
    <Page
      title={event.type}
      description={<RelativeTime timestamp={event.creationTimestamp} />}
      back={BACK}
      actions={
        <>
          <Neighbours detail={detail.data} />
          <EventActs detail={detail.data} />
        </>
      }
    >
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_17rem] xl:grid-cols-[minmax(0,1fr)_22rem]">
        <WhatFollowed detail={detail.data} />
        <EventFacts detail={detail.data} />
      </div>
    </Page>
  );
}

function Neighbours({ detail: { newerId, olderId } }: { detail: EventDetail }) {
  const router = useRouter();
  const go = (id: string | undefined) => (id === undefined ? undefined : router.push(`/events/${id}`));
  useShortcuts([
    { keys: 'k', description: 'Newer event', group: 'Event', run: () => go(newerId) },
    { keys: 'j', description: 'Older event', group: 'Event', run: () => go(olderId) },
  ]);
  return (
    <span className="flex">
      <IconButton label="Newer event (k)" disabled={!newerId} onClick={() => go(newerId)}>
        <ChevronLeft aria-hidden />
      </IconButton>
      <IconButton label="Older event (j)" disabled={!olderId} onClick={() => go(olderId)}>
        <ChevronRight aria-hidden />
      </IconButton>
    </span>
  );
}
