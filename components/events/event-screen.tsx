'use client';

import { CircleDashed, Split } from 'lucide-react';
import Link from 'next/link';
import { CopyableId, CopyButton } from '@/components/data/copy-button';
import { toSignedCurl } from '@/components/data/curl';
import { Fact, Facts } from '@/components/data/facts';
import { FateLine } from '@/components/data/fate-line';
import { JsonView } from '@/components/data/json-view';
import { ErrorState, LoadingRows } from '@/components/data/list-states';
import { RelativeTime } from '@/components/data/relative-time';
import { toOutcomeSentence } from '@/components/events/outcome-sentence';
import { useEvent } from '@/components/events/queries';
import { RunCard } from '@/components/events/run-card';
import { useCan } from '@/components/session/queries';
import { Page } from '@/components/shell/page';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import type { EventDetail, EventSummary } from '@/lib/console/schema';

const BACK = { href: '/events', label: 'Events' };
/** Sources of events that did not come through a webhook; a copied call goes to the one that always exists. */
const NOT_WEBHOOKS = new Set(['events', 'system', 'example']);

/** One event: its content, what was matched and why, and all that followed. */
export function EventScreen({ id }: { id: string }) {
  const detail = useEvent(id);
  if (detail.isPending) {
    return (
      <Page title="Event" back={BACK}>
        <Card>
          <LoadingRows label="the event" />
        </Card>
      </Page>
    );
  }
  if (detail.isError) {
    return (
      <Page title="Event" back={BACK}>
        <Card>
          <ErrorState error={detail.error} onRetry={() => detail.refetch()} />
        </Card>
      </Page>
    );
  }
  return <EventContent detail={detail.data} />;
}

function EventContent({ detail: { event, runs } }: { detail: EventDetail }) {
  const canCreate = useCan('CREATE_DISPATCHERS');
  return (
    <Page
      title={event.type}
      description={<RelativeTime timestamp={event.creationTimestamp} />}
      back={BACK}
      actions={
        <>
          <CopyButton label="Copy as curl" text={toCurl(event)}>
            Copy as curl
          </CopyButton>
          {canCreate && (
            <Button asChild variant="primary">
              <Link href={`/dispatchers/new?fromEvent=${event.id}`}>
                <Split aria-hidden /> Create a dispatcher from this event
              </Link>
            </Button>
          )}
        </>
      }
    >
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <section aria-label="What followed" className="grid min-w-0 gap-4">
          {runs.map((run) => (
            <RunCard key={run.id} run={run} />
          ))}
          {runs.length === 0 && <NothingFollowed event={event} />}
        </section>
        <EventFacts event={event} />
      </div>
    </Page>
  );
}

function NothingFollowed({ event }: { event: EventSummary }) {
  return (
    <Card className="grid place-items-center gap-2 px-6 py-12 text-center">
      <CircleDashed aria-hidden className="size-6 text-faint" />
      <p className="max-w-md text-muted">{toOutcomeSentence(event)}</p>
    </Card>
  );
}

function EventFacts({ event }: { event: EventSummary }) {
  return (
    <Card aria-label="The event" className="min-w-0">
      <CardHeader title="Event">
        <FateLine event={event} />
      </CardHeader>
      <div className="grid gap-4 p-4">
        {event.runCount > 0 && <p className="text-muted">{toOutcomeSentence(event)}</p>}
        <Facts>
          <Fact name="Id">
            <CopyableId id={event.id} what="event id" />
          </Fact>
          <Fact name="Source">{event.source}</Fact>
          {event.externalId && <Fact name="Sender's id">{event.externalId}</Fact>}
          {event.causeTaskId && (
            <Fact name="Caused by">
              task <CopyableId id={event.causeTaskId} what="task id" />
            </Fact>
          )}
        </Facts>
        <div className="grid gap-1.5">
          <h3 className="font-medium">Content</h3>
          <JsonView value={event.content} label="content" />
        </div>
      </div>
    </Card>
  );
}

function toCurl(event: EventSummary): string {
  const source = NOT_WEBHOOKS.has(event.source) ? 'default' : event.source;
  return toSignedCurl({ origin: window.location.origin, source, type: event.type, content: event.content });
}
