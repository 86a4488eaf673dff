import Link from 'next/link';
import { ACTION_LOOKS, ActionIcon } from '@/components/data/action-icon';
import { AttemptTimeline } from '@/components/data/attempt-timeline';
import { ProblemList } from '@/components/data/problem-list';
import { Status } from '@/components/data/status';
import { RunMail } from '@/components/events/run-mail';
import { RunTask } from '@/components/events/run-task';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import type { RunDetail } from '@/lib/console/schema';

/** One action that followed from an event: status, reason, attempts, and the mail or task that it brought about. */
export function RunCard({ run }: { run: RunDetail }) {
  const word = ACTION_LOOKS[run.actionType].word;
  const name = run.actionName ?? word;
  return (
    <Card as="article" aria-label={`${word} ${run.actionName ?? ''}`.trim()} className="min-w-0">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-2.5">
        <ActionIcon type={run.actionType} className="size-4 shrink-0 text-faint" />
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold text-base">{name}</h2>
          <p className="truncate text-muted text-xs">
            {word} of{' '}
            <Link href={`/dispatchers/${run.dispatcherId}`} className="underline underline-offset-2 hover:text-ink">
              {run.dispatcherName ?? run.eventType}
            </Link>
          </p>
        </div>
        <Status kind="run" value={run.status} />
      </header>
      <div className="grid min-w-0 gap-4 p-4">
        {run.reason && run.problems.length === 0 && (
          <Notice kind={run.status === 'failed' ? 'danger' : 'quiet'}>
            <span className="wrap-anywhere">{run.reason}</span>
          </Notice>
        )}
        {run.problems.length > 0 && <ProblemList problems={run.problems} />}
        {run.mail && <RunMail mail={run.mail} />}
        {run.task && <RunTask task={run.task} reason={run.reason} />}
        {run.attempts.length > 0 && <AttemptTimeline attempts={run.attempts} />}
        {isEmpty(run) && <p className="text-muted">It waits for its turn.</p>}
      </div>
    </Card>
  );
}

function isEmpty(run: RunDetail): boolean {
  return !run.reason && run.problems.length === 0 && !run.mail && !run.task && run.attempts.length === 0;
}
