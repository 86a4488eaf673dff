'use client';

import { RotateCcw } from 'lucide-react';
import Link from 'next/link';
import { AllowedButton } from '@/components/data/allowed-button';
import { RelativeTime } from '@/components/data/relative-time';
import { useRetryRun, useUnmadeMails } from '@/components/mails/queries';
import { useCan } from '@/components/session/permissions';
import { Card, CardHeader } from '@/components/ui/card';
import { toast } from '@/components/ui/toast';
import type { Run } from '@/lib/runs/schema';

const SHOWN = 3;

/** Mails that an event asked for and that could not be made, such as for a mistake in the template: there is no mail to list, only a run. */
export function UnmadeMails({ query }: { query: string | undefined }) {
  const mayView = useCan('VIEW_EVENTS');
  const { data } = useUnmadeMails(mayView ? query : undefined);
  if (!data || data.data.length === 0) return null;
  const more = data.data.length > SHOWN || data.nextBefore !== undefined;
  return (
    <Card aria-label="Mails that could not be made" className="mt-3 overflow-clip">
      <CardHeader title="Could not be made">
        <span className="text-muted text-xs max-sm:hidden">Retry them once the cause is mended.</span>
      </CardHeader>
      <ul aria-label="Mails that could not be made" className="divide-y">
        {data.data.slice(0, SHOWN).map((run) => (
          <UnmadeMail key={run.id} run={run} />
        ))}
      </ul>
      {more && (
        <p className="border-t px-4 py-2">
          <Link
            prefetch={false}
            href="/runs?status=failed&action=mail"
            className="underline underline-offset-2 hover:text-accent-text"
          >
            All failed runs
          </Link>
        </p>
      )}
    </Card>
  );
}

function UnmadeMail({ run }: { run: Run }) {
  const retry = useRetryRun();
  const mendAndRetry = () =>
    retry.mutate(run.id, {
      onSuccess: () => toast.success('Planned again: if it can be made now, it is listed below'),
      onError: (error) => toast.error(error.message),
    });
  return (
    <li className="flex items-center gap-3 px-4 py-1.5">
      <div className="min-w-0 flex-1">
        <p className="truncate">
          <Link prefetch={false} href={`/runs/${run.id}`} className="font-medium hover:underline">
            {run.actionName ?? 'Mail'}
          </Link>
          {run.dispatcherName && <span className="text-muted"> of {run.dispatcherName}</span>}
        </p>
        <p className="wrap-anywhere text-muted text-xs">
          <span className="text-danger">{toReason(run)}</span> ·{' '}
          <Link
            prefetch={false}
            href={`/events/${run.eventId}`}
            className="underline underline-offset-2 hover:text-ink"
          >
            {run.eventType}
          </Link>
          , <RelativeTime timestamp={run.creationTimestamp} />
        </p>
      </div>
      <AllowedButton permission="RETRY_RUNS" size="sm" busy={retry.isPending} onClick={mendAndRetry}>
        <RotateCcw aria-hidden /> Retry
      </AllowedButton>
    </li>
  );
}

/** Each problem once, however often it stands in the template. */
function toReason({ problems, reason }: Run): string | undefined {
  const messages = new Set(problems.map(({ message }) => message));
  return messages.size > 0 ? [...messages].join('; ') : reason;
}
