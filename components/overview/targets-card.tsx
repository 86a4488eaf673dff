'use client';

import { useQuery } from '@tanstack/react-query';
import { CircleAlert, CirclePause, Hourglass, type LucideIcon, Mail, SquareFunction, Unplug } from 'lucide-react';
import Link from 'next/link';
import { RelativeTime } from '@/components/data/relative-time';
import { formatDuration } from '@/components/data/time';
import { targetsQuery } from '@/components/overview/queries';
import { TargetBreakerLine } from '@/components/overview/target-breaker-line';
import { Badge, type Tone } from '@/components/ui/badge';
import { Card, CardHeader } from '@/components/ui/card';
import { MAX_COUNTED, type Target, type TargetState } from '@/lib/targets/schema';

const LOOKS: Record<Exclude<TargetState, 'ok'>, { word: string; tone: Tone; Icon: LucideIcon }> = {
  open: { word: 'Away, work waits', tone: 'danger', Icon: Unplug },
  paused: { word: 'Disabled, work waits', tone: 'warning', Icon: CirclePause },
  failing: { word: 'Failing', tone: 'danger', Icon: CircleAlert },
  slow: { word: 'Slow', tone: 'warning', Icon: Hourglass },
};

/** The mail server and functions that need somebody; nothing while all go well. */
export function TargetsCard() {
  const targets = useQuery(targetsQuery).data?.data.filter(({ state }) => state !== 'ok') ?? [];
  if (targets.length === 0) return null;
  return (
    <Card aria-labelledby="targets">
      <CardHeader id="targets" title="Where it does not go well" />
      <ul className="divide-y">
        {targets.map((target) => (
          <li key={`${target.kind} ${target.name}`} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
            <TargetName target={target} />
            <TargetBadge state={target.state} />
            <p className="min-w-0 text-muted sm:ml-auto">
              <Figures target={target} />
            </p>
            {target.breaker && <TargetBreakerLine target={target} breaker={target.breaker} />}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function TargetName({ target: { kind, name } }: { target: Target }) {
  const Icon = kind === 'mail' ? Mail : SquareFunction;
  const href = kind === 'mail' ? '/mails' : `/functions/${encodeURIComponent(name)}`;
  return (
    <Link href={href} className="inline-flex min-w-0 items-center gap-1.5 rounded-sm font-medium hover:underline">
      <Icon aria-hidden className="size-4 shrink-0 text-faint" />
      <span className="truncate">{kind === 'mail' ? 'The mail server' : name}</span>
    </Link>
  );
}

function TargetBadge({ state }: { state: TargetState }) {
  if (state === 'ok') return null;
  const { word, tone, Icon } = LOOKS[state];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden /> {word}
    </Badge>
  );
}

function Figures({ target: { waiting, oldestDueAt, attempts, failed, medianMs } }: { target: Target }) {
  const parts = [
    attempts > 0 && `${failed} of the last ${attempts} attempts failed`,
    medianMs !== undefined && `${formatDuration(medianMs)} each`,
  ].filter(Boolean);
  return (
    <span className="tabular">
      {parts.join(', ')}
      {waiting > 0 && (
        <>
          {parts.length > 0 && ' · '}
          {waiting.toLocaleString('en')}
          {waiting >= MAX_COUNTED && '+'} waiting
          {oldestDueAt !== undefined && (
            <>
              , due <RelativeTime timestamp={oldestDueAt} />
            </>
          )}
        </>
      )}
    </span>
  );
}
