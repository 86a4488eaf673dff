'use client';

import { useQuery } from '@tanstack/react-query';
import { Activity, Play, Send } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useQueryStates } from 'nuqs';
import { useMemo, useState } from 'react';
import { AllowedButton } from '@/components/data/allowed-button';
import { BulkBar } from '@/components/data/bulk/bulk-bar';
import { useSelection } from '@/components/data/bulk/use-selection';
import { eventTypesQuery } from '@/components/data/event-queries';
import { FirstUse } from '@/components/data/list-states';
import { LiveRows } from '@/components/data/live-rows';
import { RecordList } from '@/components/data/record-list';
import { TOUCHED_BY_RUNS } from '@/components/data/run/run-queries';
import { useLiveList } from '@/components/data/use-live-list';
import { EVENT_FILTERS, toEventQuery, toEventWords } from '@/components/events/event-filter';
import { EventFilterBar } from '@/components/events/event-filter-bar';
import { EventPanel } from '@/components/events/event-panel';
import { EventTable } from '@/components/events/event-table';
import { EVENTS } from '@/components/events/queries';
import { Page } from '@/components/shell/page';
import { Card } from '@/components/ui/card';

/** Loaded when it is first opened: the list needs neither form nor schema. */
const SendEventDialog = dynamic(() =>
  import('@/components/events/send-event-dialog').then((module) => module.SendEventDialog),
);

const REPLAY = {
  verb: 'Replay',
  done: 'replayed',
  path: '/api/v1/replay',
  permission: 'REPLAY_EVENTS',
  icon: <Play aria-hidden />,
  explanation:
    'What they bring about is done again with the dispatchers as they are now: new mails and new tasks. A mail that has arrived will arrive once more.',
} as const;
const hrefOf = (id: string) => `/events/${id}`;

/** All events, live, each with its fate. */
export function EventsScreen() {
  const [filter, setFilter] = useQueryStates(EVENT_FILTERS, { history: 'push' });
  const [sending, setSending] = useState(false);
  const types = useQuery(eventTypesQuery).data ?? [];
  const { type, outcome, source, text, time } = filter;
  // A range that ends now begins where it began when it was chosen: otherwise each render would be another list.
  const query = useMemo(
    () => toEventQuery({ type, outcome, source, text, time }, Date.now()),
    [type, outcome, source, text, time],
  );
  const list = useLiveList(EVENTS, query);
  const selection = useSelection(query);
  const ids = list.rows.map((event) => event.id);
  const sendButton = (
    <AllowedButton permission="CREATE_EVENTS" variant="primary" onClick={() => setSending(true)}>
      <Send aria-hidden /> Send a test event
    </AllowedButton>
  );
  return (
    <Page title="Events" description="Everything that was reported, and what became of it." actions={sendButton}>
      <EventFilterBar filter={filter} types={types} onChange={setFilter} onClear={() => setFilter(null)} />
      <Card aria-label="Events" className="mt-3 overflow-clip">
        <RecordList
          what="event"
          ids={ids}
          hrefOf={hrefOf}
          detail={(id) => <EventPanel id={id} />}
          onEnd={list.pages.hasNextPage ? list.showOlder : undefined}
        >
          <LiveRows
            list={list}
            what="events"
            isFiltered={query !== ''}
            onClearFilters={() => setFilter(null)}
            firstUse={
              <FirstUse Icon={Activity} title="No events yet" action={sendButton}>
                A service reports an event by posting it to a webhook of this server. It appears here at once, whether
                anything listens to it or not.
              </FirstUse>
            }
          >
            {(events) => <EventTable events={events} selection={selection} />}
          </LiveRows>
        </RecordList>
        <BulkBar
          selection={selection}
          filter={query}
          countPath="/api/v1/events/count"
          words={{ one: 'event', many: 'events', matching: toEventWords(filter) }}
          acts={[REPLAY]}
          touches={TOUCHED_BY_RUNS}
        />
      </Card>
      {sending && <SendEventDialog open onOpenChange={setSending} types={types} initialType={type ?? ''} />}
    </Page>
  );
}
