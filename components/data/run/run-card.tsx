import Link from 'next/link';
import { ACTION_LOOKS, ActionIcon } from '@/components/data/action-icon';
import { RunActs } from '@/components/data/run/run-acts';
import { RunParts } from '@/components/data/run/run-parts';
import { Status } from '@/components/data/status';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import type { RunDetail } from '@/lib/console/schema';

/** One action that followed from an event: status, reason, attempts, and the mail or task that it brought about. */
export function RunCard({ run }: { run: RunDetail }) {
  const word = ACTION_LOOKS[run.actionType].word;
  const name = run.actionName ?? word;
  return (
    <Card as="article" aria-label={`${word} ${run.actionName ?? ''}`.trim()} className="min-w-0">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-2.5">
        <ActionIcon type={run.actionType} className="size-4 shrink-0 text-faint" />
        <div className="min-w-0 flex-1 basis-40">
          <h3 className="truncate font-semibold text-base">
            <Link href={`/runs/${run.id}`} prefetch={false} className="hover:underline">
              {name}
            </Link>
          </h3>
          <p className="truncate text-muted text-xs">
            {word} of{' '}
            <Link href={`/dispatchers/${run.dispatcherId}`} className="underline underline-offset-2 hover:text-ink">
              {run.dispatcherName ?? run.eventType}
            </Link>
          </p>
        </div>
        {run.replay > 0 && <Badge>Replay {run.replay}</Badge>}
        <Status kind="run" value={run.status} />
        <RunActs run={run} />
      </header>
      <div className="p-4">
        <RunParts run={run} />
      </div>
    </Card>
  );
}
