import type { RunDetail } from '@/lib/console/schema';

/** What a run waits for. `retry`: its next attempt, which may be brought forward; `start`: the time that was asked for. */
export interface Waiting {
  for: 'retry' | 'start';
  /** Epoch milliseconds. */
  at: number;
}

/** What a run waits for, or undefined when it does not wait for a time. */
export function toWaiting({ mail, task }: Pick<RunDetail, 'mail' | 'task'>, now: number): Waiting | undefined {
  if (mail?.status === 'queued' && mail.attempts > 0 && mail.nextAttemptAt !== undefined) {
    return { for: 'retry', at: mail.nextAttemptAt };
  }
  if (task?.status === 'new' && task.startTimestamp > now) {
    return { for: task.retryForTaskIds.length > 0 ? 'retry' : 'start', at: task.startTimestamp };
  }
  return undefined;
}

/** True while nothing of it is under way right now: it can be canceled. */
export function canCancel({ status, mail, task }: Pick<RunDetail, 'status' | 'mail' | 'task'>): boolean {
  if (status === 'pending') return true;
  return status === 'running' && (mail?.status === 'queued' || task?.status === 'new');
}

/** True when it has ended and may be done again. */
export function canRetry({ status }: Pick<RunDetail, 'status'>): boolean {
  return status === 'failed' || status === 'canceled';
}
