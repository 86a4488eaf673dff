'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { AttemptTimeline } from '@/components/data/attempt-timeline';
import { CauseFacts } from '@/components/data/cause-facts';
import { CopyableId } from '@/components/data/copy-button';
import { Fact, Facts } from '@/components/data/facts';
import { JsonView } from '@/components/data/json-view';
import { LogView } from '@/components/data/log-view';
import { RelativeTime } from '@/components/data/relative-time';
import { useRetryTask } from '@/components/tasks/queries';
import { Badge } from '@/components/ui/badge';
import { Card, CardHeader } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toast';
import type { TaskDetail } from '@/lib/console/schema';

/** All about one task: its error first, then what its function wrote, its attempts and retries, its data and result, and where it comes from. */
export function TaskContent({ task }: { task: TaskDetail }) {
  const isRunning = task.status === 'inProgress';
  const hasRun = task.attempts > 0;
  return (
    <div className="grid min-w-0 gap-4">
      <TaskFate task={task} />
      {hasRun && (
        <Part title="Log">
          <LogView lines={task.logs} running={isRunning} />
        </Part>
      )}
      {task.result !== undefined && (
        <Part title="Result">
          <JsonView value={task.result} label="result" />
        </Part>
      )}
      <TaskAttempts task={task} />
      <Part title="Data">
        <JsonView value={task.data} label="task data" />
      </Part>
      <TaskOrigin task={task} />
    </div>
  );
}

/** What a person has to know before all else. */
function TaskFate({ task: { status, error, reason, startTimestamp, retryForTaskIds } }: { task: TaskDetail }) {
  if (error) {
    return (
      <Notice kind={status === 'retried' || reason ? 'warning' : 'danger'} role="status">
        <p className="font-semibold">
          {error.name ?? 'Error'}
          <span className="font-normal">{error.type === 'invocation' ? ', when it was called' : ', in its code'}</span>
        </p>
        <p className="wrap-anywhere whitespace-pre-wrap">{error.message}</p>
        {reason && <p className="wrap-anywhere mt-1">{reason}</p>}
      </Notice>
    );
  }
  if (status === 'canceled') return <Notice kind="quiet">Canceled: its function was not called.</Notice>;
  if (status === 'new') {
    return (
      <Notice kind="info">
        {retryForTaskIds.length > 0 ? 'A retry. It starts ' : 'It starts '}
        <RelativeTime timestamp={startTimestamp} />.
      </Notice>
    );
  }
  return null;
}

function TaskAttempts({ task }: { task: TaskDetail }) {
  const retry = useRetryTask(task.id);
  const waits = task.status === 'new' && task.retryForTaskIds.length > 0;
  const runNow = () => retry.mutate(undefined, { onError: (error) => toast.error(error.message) });
  const isAlone = task.retryForTaskIds.length === 0 && task.retriedByTaskId === undefined;
  if (task.attemptList.length === 0 && !waits && isAlone) return null;
  return (
    <Card className="min-w-0">
      <CardHeader title="Attempts" />
      <div className="grid gap-4 p-4">
        {(task.attemptList.length > 0 || waits) && (
          <AttemptTimeline
            hasTitle={false}
            attempts={task.attemptList}
            next={
              waits
                ? { at: task.startTimestamp, permission: 'RETRY_RUNS', busy: retry.isPending, onTryNow: runNow }
                : undefined
            }
          />
        )}
        {!isAlone && <Retries task={task} />}
      </div>
    </Card>
  );
}

/** Each retry is a task of its own: the ones before this one, and the one after it. */
function Retries({ task: { id, retryForTaskIds, retriedByTaskId } }: { task: TaskDetail }) {
  return (
    <section aria-label="Retries">
      <h3 className="mb-2 font-medium">Retries</h3>
      <ol className="grid gap-1">
        {retryForTaskIds.map((earlier, index) => (
          <li key={earlier}>
            <TaskLink id={earlier} /> <span className="text-muted">{index === 0 ? 'first try' : `retry ${index}`}</span>
          </li>
        ))}
        <li className="font-medium">
          <span className="font-mono text-xs">{id}</span>{' '}
          <span className="font-normal text-muted">
            {retryForTaskIds.length === 0 ? 'first try' : `retry ${retryForTaskIds.length}`}, this task
          </span>
        </li>
        {retriedByTaskId && (
          <li>
            <TaskLink id={retriedByTaskId} />{' '}
            <span className="text-muted">retry {retryForTaskIds.length + 1}, which followed this one</span>
          </li>
        )}
      </ol>
    </section>
  );
}

function TaskLink({ id }: { id: string }) {
  return (
    <Link
      prefetch={false}
      href={`/tasks/${id}`}
      className="font-mono text-xs underline underline-offset-2 hover:text-accent-text"
    >
      {id}
    </Link>
  );
}

function TaskOrigin({ task }: { task: TaskDetail }) {
  return (
    <Card aria-label="Where it comes from" className="min-w-0">
      <CardHeader title="Where it comes from" />
      <div className="p-4">
        <Facts>
          <CauseFacts
            cause={task.cause}
            runId={task.runId}
            directly="It was created directly: through the API, by hand, or by a schedule."
          />
          <Fact name="Function">
            <Link
              prefetch={false}
              href={`/functions/${encodeURIComponent(task.functionName)}`}
              className="underline underline-offset-2 hover:text-accent-text"
            >
              {task.functionName}
            </Link>
          </Fact>
          <Fact name="Start">
            <RelativeTime timestamp={task.startTimestamp} />
          </Fact>
          <Fact name="Priority">
            <span className="tabular">{task.priority}</span>
          </Fact>
          {task.tags.length > 0 && (
            <Fact name="Tags">
              <span className="flex flex-wrap gap-1">
                {task.tags.map((tag) => (
                  <Badge key={tag}>{tag}</Badge>
                ))}
              </span>
            </Fact>
          )}
          <Fact name="Idempotency key">
            <CopyableId id={task.idempotencyKey} what="idempotency key" />
          </Fact>
          <Fact name="Id">
            <CopyableId id={task.id} what="task id" />
          </Fact>
        </Facts>
      </div>
    </Card>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card as="article" aria-label={title} className="min-w-0">
      <CardHeader title={title} />
      <div className="min-w-0 p-4">{children}</div>
    </Card>
  );
}
