'use client';

import { ErrorState, LoadingRows } from '@/components/data/list-states';
import { RelativeTime } from '@/components/data/relative-time';
import { Status } from '@/components/data/status';
import { Page } from '@/components/shell/page';
import { useTask } from '@/components/tasks/queries';
import { TaskActions } from '@/components/tasks/task-actions';
import { TaskContent } from '@/components/tasks/task-detail';
import { Card } from '@/components/ui/card';

const BACK = { href: '/tasks', label: 'Tasks' };

/** One task on a page of its own. */
export function TaskScreen({ id }: { id: string }) {
  const task = useTask(id);
  if (task.data) {
    return (
      <Page
        title={task.data.functionName}
        description={
          <span className="inline-flex flex-wrap items-center gap-2">
            <Status kind="task" value={task.data.status} /> <RelativeTime timestamp={task.data.creationTimestamp} />
          </span>
        }
        back={BACK}
        actions={<TaskActions task={task.data} />}
      >
        <TaskContent task={task.data} />
      </Page>
    );
  }
  return (
    <Page title="Task" back={BACK}>
      <Card>
        {task.isError ? (
          <ErrorState error={task.error} onRetry={() => task.refetch()} />
        ) : (
          <LoadingRows label="the task" />
        )}
      </Card>
    </Page>
  );
}

/** One task beside the list. */
export function TaskDrawer({ id }: { id: string }) {
  const task = useTask(id);
  if (!task.data) {
    return task.isError ? (
      <ErrorState error={task.error} onRetry={() => task.refetch()} />
    ) : (
      <LoadingRows label="the task" />
    );
  }
  return (
    <div className="grid gap-4 p-4">
      <header className="grid gap-3">
        <div className="grid gap-1">
          <h2 className="wrap-anywhere font-semibold text-lg">{task.data.functionName}</h2>
          <p className="flex flex-wrap items-center gap-2 text-muted">
            <Status kind="task" value={task.data.status} />
            <RelativeTime timestamp={task.data.creationTimestamp} />
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <TaskActions task={task.data} />
        </div>
      </header>
      <TaskContent task={task.data} />
    </div>
  );
}
