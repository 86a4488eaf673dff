'use client';

import { Ban, RotateCcw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { AllowedButton } from '@/components/data/allowed-button';
import { toApiCurl, toSdkCall } from '@/components/data/api-call';
import { CopyAsMenu } from '@/components/data/copy-as-menu';
import { DiscardButton } from '@/components/data/discard/discard-button';
import { useCancelTask, useRetryTask } from '@/components/tasks/queries';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { toast } from '@/components/ui/toast';
import type { TaskDetail } from '@/lib/console/schema';

/** What can be done with a task in its state. */
export function TaskActions({ task }: { task: TaskDetail }) {
  const router = useRouter();
  const retry = useRetryTask(task.id);
  const runAgain = () =>
    retry.mutate(undefined, {
      onSuccess: (next) => {
        toast.success('A new task runs it again', {
          action: { label: 'Show it', onClick: () => router.push(`/tasks/${next.id}`) },
        });
      },
      onError: (error) => toast.error(error.message),
    });
  const { functionName, data, priority, tags } = task;
  const body = { functionName, data, ...(priority === 0 ? {} : { priority }), ...(tags.length > 0 ? { tags } : {}) };
  const origin = () => window.location.origin;
  return (
    <>
      <CopyAsMenu
        entries={[
          {
            label: 'curl: create the same task',
            text: () => toApiCurl({ method: 'POST', path: '/tasks/v1/', body }, origin()),
          },
          {
            label: 'SDK: create the same task',
            text: () => toSdkCall(`exh.tasks.create(${JSON.stringify(body, null, 2)})`, origin()),
          },
          {
            label: 'curl: retry this task',
            text: () => toApiCurl({ method: 'POST', path: `/api/v1/tasks/${task.id}/retry` }, origin()),
          },
        ]}
      />
      {task.status === 'new' && <CancelTask id={task.id} />}
      {task.status === 'failed' && <DiscardButton kind="task" id={task.id} />}
      {(task.status === 'failed' || task.status === 'canceled') && (
        <AllowedButton permission="RETRY_RUNS" variant="primary" busy={retry.isPending} onClick={runAgain}>
          <RotateCcw aria-hidden /> Run again
        </AllowedButton>
      )}
    </>
  );
}

function CancelTask({ id }: { id: string }) {
  const [asking, setAsking] = useState(false);
  const cancel = useCancelTask(id);
  const confirm = () =>
    cancel.mutate(undefined, {
      onSuccess: () => toast.success('The task is canceled'),
      onError: (error) => toast.error(error.message),
      onSettled: () => setAsking(false),
    });
  return (
    <>
      <AllowedButton permission="CANCEL_TASKS" onClick={() => setAsking(true)}>
        <Ban aria-hidden /> Cancel task
      </AllowedButton>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Cancel this task?"
        description="Its function will not be called. It can be run again later."
        confirmLabel="Cancel the task"
        cancelLabel="Keep it"
        busy={cancel.isPending}
        onConfirm={confirm}
      />
    </>
  );
}
