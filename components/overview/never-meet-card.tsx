'use client';

import { Plus } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { RelativeTime } from '@/components/data/relative-time';
import { useCan } from '@/components/session/permissions';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import type { NeverFired, Statistics, UnheardType } from '@/lib/statistics/schema';

const SHOWN = 5;

/** What never meets: event types that nothing listens to, and dispatchers that no event has reached. */
export function NeverMeet({ statistics }: { statistics: Statistics }) {
  const { unheard, neverFired } = statistics;
  if (unheard.length === 0 && neverFired.total === 0) return null;
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <NeverMeetCard
        id="unheard"
        title="Nothing listens to"
        empty="A dispatcher listens to every type that arrived."
        more={unheard.length - SHOWN}
        moreHref="/events?outcome=no_dispatcher"
      >
        {unheard.slice(0, SHOWN).map((type) => (
          <UnheardRow key={type.type} type={type} />
        ))}
      </NeverMeetCard>
      <NeverMeetCard
        id="never-fired"
        title="Never fired"
        empty="Every dispatcher has fired at least once."
        more={neverFired.total - SHOWN}
        moreHref="/dispatchers?fired=false"
      >
        {sortSuspicious(neverFired.data)
          .slice(0, SHOWN)
          .map((dispatcher) => (
            <NeverFiredRow key={dispatcher.id} dispatcher={dispatcher} />
          ))}
      </NeverMeetCard>
    </div>
  );
}

interface NeverMeetCardProps {
  id: string;
  title: string;
  empty: string;
  more: number;
  moreHref: string;
  children: ReactNode[];
}

function NeverMeetCard({ id, title, empty, more, moreHref, children }: NeverMeetCardProps) {
  return (
    <Card aria-labelledby={id}>
      <CardHeader id={id} title={title} />
      {children.length === 0 ? (
        <p className="px-4 py-6 text-center text-muted">{empty}</p>
      ) : (
        <ul className="divide-y">{children}</ul>
      )}
      {more > 0 && (
        <p className="border-t px-4 py-2">
          <Link href={moreHref} className="rounded-sm text-accent-text hover:underline">
            {more.toLocaleString('en')} more
          </Link>
        </p>
      )}
    </Card>
  );
}

function UnheardRow({ type: { type, events, lastEventAt, suggestions } }: { type: UnheardType }) {
  const canCreate = useCan('CREATE_DISPATCHERS');
  return (
    <li className="flex items-center gap-3 px-4 py-2.5">
      <div className="min-w-0 flex-1">
        <Link
          href={`/events?type=${encodeURIComponent(type)}`}
          className="block truncate rounded-sm font-medium hover:underline"
        >
          {type}
        </Link>
        <p className="text-muted text-xs">
          {events.toLocaleString('en')} {events === 1 ? 'event' : 'events'}, last{' '}
          <RelativeTime timestamp={lastEventAt} />
        </p>
        {suggestions[0] && <Suspicion>A dispatcher listens to “{suggestions[0]}”. Is one of them a typo?</Suspicion>}
      </div>
      {canCreate && (
        <Button asChild size="sm">
          <Link
            href={`/dispatchers/new?eventType=${encodeURIComponent(type)}`}
            aria-label={`Create a dispatcher that listens to ${type}`}
          >
            <Plus aria-hidden /> Dispatcher
          </Link>
        </Button>
      )}
    </li>
  );
}

function NeverFiredRow({ dispatcher }: { dispatcher: NeverFired }) {
  const { id, name, eventType, enabled, creationTimestamp, suggestions } = dispatcher;
  return (
    <li className="px-4 py-2.5">
      <Link href={`/dispatchers/${id}`} className="block truncate rounded-sm font-medium hover:underline">
        {name ?? eventType}
      </Link>
      <p className="truncate text-muted text-xs">
        {name !== undefined && <>{eventType} · </>}
        {enabled ? '' : 'disabled · '}made <RelativeTime timestamp={creationTimestamp} />
      </p>
      {suggestions[0] && <Suspicion>“{suggestions[0]}” does arrive. Did you mean that?</Suspicion>}
    </li>
  );
}

function Suspicion({ children }: { children: ReactNode }) {
  return <p className="wrap-anywhere mt-0.5 text-warning text-xs">{children}</p>;
}

/** Probable typos first. */
function sortSuspicious(dispatchers: readonly NeverFired[]): NeverFired[] {
  return [...dispatchers].sort((a, b) => Number(b.suggestions.length > 0) - Number(a.suggestions.length > 0));
}
