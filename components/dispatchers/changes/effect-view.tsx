'use client';

import { useQuery } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, CircleDashed, type LucideIcon, RefreshCw, Wrench } from 'lucide-react';
import { formatLocal } from '@/components/data/time';
import { type EffectGroup, toEffectGroups, toTotalsWords } from '@/components/dispatchers/changes/effect-words';
import { effectQuery } from '@/components/dispatchers/queries';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import type { EffectInput, EventEffect } from '@/lib/back-test/schema';

/** What a draft does to the newest events of its type, in words, with the events to look at. */
export function EffectView({ input }: { input: EffectInput }) {
  const { data, error } = useQuery(effectQuery(input));
  const isNew = input.dispatcherId === undefined;
  if (error) return <Notice kind="warning">The effect could not be worked out: {error.message}</Notice>;
  if (!data) {
    return (
      <div role="status" aria-label="Working out the effect" className="grid gap-2">
        <Skeleton className="h-5 w-2/3" />
        <Skeleton className="h-9 w-full" />
      </div>
    );
  }
  const count = data.events.length;
  if (count === 0) {
    return <Notice kind="quiet">No “{input.eventType}” event has arrived yet: there is nothing to try this on.</Notice>;
  }
  const last = count === 1 ? 'the last event' : `the last ${count} events`;
  return (
    <div className="grid gap-2" role="status">
      <p>{isNew ? `For ${last} it would have brought about ${toTotalsWords(data.after)}.` : `Of ${last}:`}</p>
      <ul aria-label="Effect" className="grid gap-1.5">
        {toEffectGroups(data, isNew).map((group) => (
          <Group key={`${group.effect} ${group.text}`} group={group} />
        ))}
      </ul>
    </div>
  );
}

const LOOKS: Record<EventEffect, { Icon: LucideIcon; className: string }> = {
  breaks: { Icon: CircleAlert, className: 'bg-danger-soft text-danger' },
  mends: { Icon: Wrench, className: 'bg-success-soft text-success' },
  changes: { Icon: RefreshCw, className: 'bg-info-soft text-info' },
  fails: { Icon: CircleDashed, className: 'bg-warning-soft text-warning' },
  same: { Icon: CircleCheck, className: 'bg-quiet-soft text-muted' },
};
const SHOWN_EVENTS = 10;

function Group({ group: { effect, text, events } }: { group: EffectGroup }) {
  const { Icon, className } = LOOKS[effect];
  const line = (
    <>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span className="wrap-anywhere min-w-0 flex-1">{text}</span>
    </>
  );
  if (effect === 'same') return <li className={`flex gap-2 rounded-md px-3 py-1.5 ${className}`}>{line}</li>;
  return (
    <li className={`rounded-md ${className}`}>
      <details>
        <summary className="flex cursor-default gap-2 rounded-md px-3 py-1.5">
          {line}
          <span className="shrink-0 text-xs underline underline-offset-2">Which</span>
        </summary>
        <ul className="grid gap-0.5 px-3 pb-2 pl-9 text-xs">
          {events.slice(0, SHOWN_EVENTS).map(({ id, creationTimestamp }) => (
            <li key={id}>
              <a
                href={`/events/${id}`}
                target="_blank"
                rel="noreferrer"
                className="tabular underline underline-offset-2"
              >
                Event of {formatLocal(creationTimestamp)}
              </a>
            </li>
          ))}
          {events.length > SHOWN_EVENTS && <li>and {events.length - SHOWN_EVENTS} more</li>}
        </ul>
      </details>
    </li>
  );
}
