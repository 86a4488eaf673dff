'use client';

import { Clock } from 'lucide-react';
import { AttemptTimeline } from '@/components/data/attempt-timeline';
import { ProblemList } from '@/components/data/problem-list';
import { RelativeTime } from '@/components/data/relative-time';
import { toWaiting } from '@/components/data/run/next-attempt';
import { RunMail } from '@/components/data/run/run-mail';
import { useRetryRun } from '@/components/data/run/run-queries';
import { RunTask } from '@/components/data/run/run-task';
import { Notice } from '@/components/ui/notice';
import type { RunDetail } from '@/lib/console/schema';

/** What a run came to: the error first, then every attempt and the next, then the mail or task that it brought about. */
export function RunParts({ run }: { run: RunDetail }) {
  const retry = useRetryRun(run.id);
  const waiting = toWaiting(run, Date.now());
  const next =
    waiting?.for === 'retry'
      ? { at: waiting.at, permission: 'RETRY_RUNS' as const, busy: retry.isPending, onTryNow: () => retry.mutate() }
      : undefined;
  return (
    <div className="grid min-w-0 gap-4">
      {run.reason && run.problems.length === 0 && !waiting && (
        <Notice kind={run.status === 'failed' ? 'danger' : 'quiet'}>
          <span className="wrap-anywhere">{run.reason}</span>
        </Notice>
      )}
      {run.problems.length > 0 && <ProblemList problems={run.problems} />}
      {waiting?.for === 'start' && (
        <p className="flex items-center gap-2 text-muted">
          <Clock aria-hidden className="size-4" />
          <span>
            It waits for its start time: <RelativeTime timestamp={waiting.at} />.
          </span>
        </p>
      )}
      {(run.attempts.length > 0 || next) && (
        <AttemptTimeline attempts={run.attempts} next={next} label={toLabel(run)} />
      )}
      {run.mail && <RunMail mail={run.mail} />}
      {run.task && <RunTask task={run.task} reason={run.reason} />}
      {isEmpty(run) && <p className="text-muted">It waits for its turn.</p>}
    </div>
  );
}

function toLabel({ actionName, actionType, replay }: RunDetail): string {
  return `Attempts of ${actionName ?? actionType}${replay > 0 ? `, replay ${replay}` : ''}`;
}

function isEmpty(run: RunDetail): boolean {
  return !run.reason && run.problems.length === 0 && !run.mail && !run.task && run.attempts.length === 0;
}
