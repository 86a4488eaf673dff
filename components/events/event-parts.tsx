import { CircleDashed } from 'lucide-react';
import Link from 'next/link';
import { CopyableId } from '@/components/data/copy-button';
import { Fact, Facts } from '@/components/data/facts';
import { FateLine } from '@/components/data/fate-line';
import { JsonView } from '@/components/data/json-view';
import { RunCard } from '@/components/data/run/run-card';
import { EventListeners } from '@/components/events/event-listeners';
import { toOutcomeSentence } from '@/components/events/outcome-sentence';
import { Card, CardHeader } from '@/components/ui/card';
import type { EventDetail } from '@/lib/console/schema';

/** Every run of an event, or why there is none; then who listens to it, and why each did what it did. */
export function WhatFollowed({ detail: { event, runs, listeners } }: { detail: EventDetail }) {
  return (
    <section aria-label="What followed" className="grid min-w-0 gap-4">
      <h2 className="sr-only">What followed</h2>
      {runs.map((run) => (
        <RunCard key={run.id} run={run} />
      ))}
      {runs.length === 0 && (
        <Card className="grid place-items-center gap-2 px-6 py-10 text-center">
          <CircleDashed aria-hidden className="size-6 text-faint" />
          <p className="wrap-anywhere max-w-md text-muted">{toOutcomeSentence(event)}</p>
        </Card>
      )}
      {listeners.length > 0 && <EventListeners listeners={listeners} />}
    </section>
  );
}

/** Where an event comes from, and what is in it. */
export function EventFacts({ detail: { event } }: { detail: EventDetail }) {
  return (
    <Card aria-label="The event" className="min-w-0">
      <CardHeader title="Event">
        <FateLine event={event} />
      </CardHeader>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 p-4">
        {event.runCount > 0 && <p className="text-muted">{toOutcomeSentence(event)}</p>}
        <Facts>
          <Fact name="Id">
            <CopyableId id={event.id} what="event id" />
          </Fact>
          <Fact name="Source">{event.source}</Fact>
          {event.externalId && (
            <Fact name="Sender's id">
              {event.externalId}
              <p className="text-faint text-xs">Sent again under it, it is the same event: nothing happens twice.</p>
            </Fact>
          )}
          {event.causeTaskId && (
            <Fact name="Caused by">
              <Link
                href={`/tasks/${event.causeTaskId}`}
                prefetch={false}
                className="underline underline-offset-2 hover:text-ink"
              >
                a task
              </Link>
              {event.depth > 0 && <span className="text-muted">, {event.depth} deep</span>}
            </Fact>
          )}
        </Facts>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
          <h3 className="font-medium">Content</h3>
          <JsonView value={event.content} label="content" />
        </div>
      </div>
    </Card>
  );
}
