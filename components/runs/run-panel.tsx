'use client';

import { ACTION_LOOKS, ActionIcon } from '@/components/data/action-icon';
import { ErrorState, LoadingRows } from '@/components/data/list-states';
import { RelativeTime } from '@/components/data/relative-time';
import { RunActs } from '@/components/data/run/run-acts';
import { RunParts } from '@/components/data/run/run-parts';
import { Status } from '@/components/data/status';
import { CopyRunMenu } from '@/components/runs/copy-run-menu';
import { useRun } from '@/components/runs/queries';
import { RunFacts } from '@/components/runs/run-facts';

/** A run in the drawer. */
export function RunPanel({ id }: { id: string }) {
  const view = useRun(id);
  if (view.isPending) return <LoadingRows label="the run" />;
  if (!view.data) return <ErrorState error={view.error} onRetry={() => view.refetch()} />;
  const { run } = view.data;
  const title = run.actionName ?? ACTION_LOOKS[run.actionType].word;
  return (
    <article aria-label={title} className="grid grid-cols-[minmax(0,1fr)] gap-4 p-4">
      <header className="grid gap-3">
        <div className="grid gap-1">
          <h2 className="flex items-center gap-2 font-semibold text-lg">
            <ActionIcon type={run.actionType} className="size-5 shrink-0 text-faint" />
            <span className="wrap-anywhere min-w-0">{title}</span>
          </h2>
          <p className="flex flex-wrap items-center gap-2 text-muted">
            <Status kind="run" value={run.status} />
            <RelativeTime timestamp={run.creationTimestamp} />
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <CopyRunMenu run={run} />
          <RunActs run={run} main />
        </div>
      </header>
      <RunParts run={run} />
      <RunFacts view={view.data} />
    </article>
  );
}
