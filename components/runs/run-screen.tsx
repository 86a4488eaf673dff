'use client';

import { ACTION_LOOKS } from '@/components/data/action-icon';
import { ErrorState, LoadingRows } from '@/components/data/list-states';
import { RelativeTime } from '@/components/data/relative-time';
import { RunActs } from '@/components/data/run/run-acts';
import { RunParts } from '@/components/data/run/run-parts';
import { Status } from '@/components/data/status';
import { CopyRunMenu } from '@/components/runs/copy-run-menu';
import { useRun } from '@/components/runs/queries';
import { RunFacts } from '@/components/runs/run-facts';
import { Page } from '@/components/shell/page';
import { Card, CardHeader } from '@/components/ui/card';

const BACK = { href: '/runs', label: 'Runs' };

/** One run on its own page: the error first, every attempt, what it brought about, and where it comes from. */
export function RunScreen({ id }: { id: string }) {
  const view = useRun(id);
  if (!view.data) {
    return (
      <Page title="Run" back={BACK}>
        <Card>
          {view.isPending ? (
            <LoadingRows label="the run" />
          ) : (
            <ErrorState error={view.error} onRetry={() => view.refetch()} />
          )}
        </Card>
      </Page>
    );
  }
  const { run } = view.data;
  return (
    <Page
      title={run.actionName ?? ACTION_LOOKS[run.actionType].word}
      description={
        <>
          {run.eventType}, <RelativeTime timestamp={run.creationTimestamp} />
        </>
      }
      back={BACK}
      actions={
        <>
          <CopyRunMenu run={run} />
          <RunActs run={run} main />
        </>
      }
    >
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_17rem] xl:grid-cols-[minmax(0,1fr)_22rem]">
        <Card aria-label="What came of it" className="min-w-0">
          <CardHeader title="What came of it">
            <Status kind="run" value={run.status} />
          </CardHeader>
          <div className="p-4">
            <RunParts run={run} />
          </div>
        </Card>
        <RunFacts view={view.data} />
      </div>
    </Page>
  );
}
