'use client';

import { useQuery } from '@tanstack/react-query';
import { CalendarClock, Split } from 'lucide-react';
import Link from 'next/link';
import { RelativeTime } from '@/components/data/relative-time';
import { functionQuery } from '@/components/functions/queries';
import { Badge } from '@/components/ui/badge';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import type { FunctionDetail } from '@/lib/functions/usage/schema';

const HOUR_S = 3_600;
const DAY_S = 86_400;

/** The same for a dialog, which may open before anything of the function was loaded. */
export function LoadedWhereUsed({ name }: { name: string }) {
  const detail = useQuery(functionQuery(name));
  if (detail.data) return <WhereUsed detail={detail.data} />;
  if (detail.isError) return <Notice kind="danger">Who uses it could not be loaded: {detail.error.message}</Notice>;
  return <Skeleton className="h-16 w-full" />;
}

/** Dispatchers and schedules that rely on a function, and what waits for it. */
export function WhereUsed({ detail: { usedBy, waiting } }: { detail: FunctionDetail }) {
  const { dispatchers, schedules, total, computed } = usedBy;
  return (
    <div className="grid gap-2">
      {dispatchers.length + schedules.length === 0 && (
        <p className="text-muted">No dispatcher and no schedule calls it by its name.</p>
      )}
      <ul className="grid max-h-56 gap-1 overflow-y-auto empty:hidden">
        {dispatchers.map((one) => (
          <li key={one.id} className="flex min-w-0 items-center gap-2">
            <Split aria-hidden className="size-4 shrink-0 text-faint" />
            <Link href={`/dispatchers/${one.id}`} prefetch={false} className="min-w-0 truncate hover:underline">
              {one.name ?? one.eventType}
            </Link>
            {!one.enabled && <Badge>Disabled</Badge>}
          </li>
        ))}
        {schedules.map((one) => (
          <li key={one.id} className="flex min-w-0 items-center gap-2">
            <CalendarClock aria-hidden className="size-4 shrink-0 text-faint" />
            <span className="truncate">
              Every {toInterval(one.interval)}, next <RelativeTime timestamp={one.nextTimestamp} />
            </span>
          </li>
        ))}
      </ul>
      {total > dispatchers.length && (
        <p className="text-muted">And {(total - dispatchers.length).toLocaleString('en')} dispatchers more.</p>
      )}
      {computed > 0 && (
        <p className="text-muted text-xs">
          {computed === 1 ? 'One dispatcher fills' : `${computed.toLocaleString('en')} dispatchers fill`} the name of
          the function from the event: it may be this one.
        </p>
      )}
      {waiting > 0 && (
        <p>
          {waiting === 1
            ? 'One task waits'
            : `${waiting.toLocaleString('en')}${waiting >= 10_000 ? '+' : ''} tasks wait`}{' '}
          to run it.
        </p>
      )}
    </div>
  );
}

function toInterval(seconds: number): string {
  if (seconds % DAY_S === 0) return seconds === DAY_S ? 'day' : `${seconds / DAY_S} days`;
  if (seconds % HOUR_S === 0) return seconds === HOUR_S ? 'hour' : `${seconds / HOUR_S} hours`;
  if (seconds % 60 === 0) return seconds === 60 ? 'minute' : `${seconds / 60} minutes`;
  return `${seconds} seconds`;
}
