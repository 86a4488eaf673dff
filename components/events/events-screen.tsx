'use client';

import { useQuery } from '@tanstack/react-query';
import { Activity, ArrowUp, Send } from 'lucide-react';
import dynamic from 'next/dynamic';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { eventTypesQuery } from '@/components/data/event-queries';
import { ErrorState, FirstUse, LoadingRows, NoMatch } from '@/components/data/list-states';
import { EventFilters } from '@/components/events/event-filters';
import { EventTable } from '@/components/events/event-table';
import { useLiveEvents } from '@/components/events/queries';
import { useCan } from '@/components/session/queries';
import { Page } from '@/components/shell/page';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EVENT_OUTCOMES } from '@/lib/events/schema';

/** Loaded when it is first opened: the list needs neither form nor schema. */
const SendEventDialog = dynamic(() =>
  import('@/components/events/send-event-dialog').then((module) => module.SendEventDialog),
);

const FILTERS = { type: parseAsString, outcome: parseAsStringLiteral(EVENT_OUTCOMES) };

/** All events, live, each with its fate. */
export function EventsScreen() {
  const [filter, setFilter] = useQueryStates(FILTERS, { history: 'push' });
  const [sending, setSending] = useState(false);
  const types = useQuery(eventTypesQuery);
  const canSend = useCan('CREATE_EVENTS');
  const sendButton = canSend && (
    <Button variant="primary" onClick={() => setSending(true)}>
      <Send aria-hidden /> Send a test event
    </Button>
  );
  return (
    <Page title="Events" description="Everything that was reported, and what became of it." actions={sendButton}>
      <EventFilters filter={filter} types={types.data ?? []} onChange={setFilter} />
      <Card aria-label="Events" className="mt-3 overflow-clip">
        <EventListContent
          type={filter.type ?? undefined}
          outcome={filter.outcome ?? undefined}
          onClear={() => setFilter(null)}
          sendButton={sendButton}
        />
      </Card>
      {sending && (
        <SendEventDialog open onOpenChange={setSending} types={types.data ?? []} initialType={filter.type ?? ''} />
      )}
    </Page>
  );
}

interface EventListContentProps {
  type: string | undefined;
  outcome: (typeof EVENT_OUTCOMES)[number] | undefined;
  onClear: () => void;
  sendButton: React.ReactNode;
}

function EventListContent({ type, outcome, onClear, sendButton }: EventListContentProps) {
  const { pages, rows, freshCount, gap, showFresh } = useLiveEvents({ type, outcome });
  if (pages.isPending) return <LoadingRows label="events" />;
  if (pages.isError) return <ErrorState error={pages.error} onRetry={() => pages.refetch()} />;
  if (rows.length === 0 && (type || outcome)) return <NoMatch what="events" onClear={onClear} />;
  if (rows.length === 0) {
    return (
      <FirstUse Icon={Activity} title="No events yet" action={sendButton}>
        A service reports an event by posting it to a webhook of this server. It appears here at once, whether anything
        listens to it or not.
      </FirstUse>
    );
  }
  return (
    <>
      <div aria-live="polite" className="sticky top-12 z-10 flex justify-center lg:top-0">
        {freshCount > 0 && (
          <Button variant="primary" size="sm" className="absolute top-1 rounded-full! shadow-pop" onClick={showFresh}>
            <ArrowUp aria-hidden />
            {freshCount}
            {gap && '+'} new
          </Button>
        )}
      </div>
      <EventTable events={rows} />
      {pages.hasNextPage && (
        <div className="flex justify-center border-t p-3">
          <Button busy={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
            Show older events
          </Button>
        </div>
      )}
    </>
  );
}
