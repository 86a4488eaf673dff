import type { ClaimedMail, MailFinish } from '@/db/mail-claims';
import type { ClaimedTask, TaskFinish } from '@/db/task-claims';
import { failedEnd } from './deliver-task';

const NAME = 'ServerFault';
const MESSAGE = 'The outcome could not be recorded: a fault of the server, see its log';

/** The end of a task whose real outcome cannot be written: it must not stay under way, nor be done again for ever. */
export async function toFaultyFinish({ task, claimToken, attemptId }: ClaimedTask, now: number): Promise<TaskFinish> {
  const end = await failedEnd(task, { type: 'invocation', name: NAME, message: MESSAGE }, now);
  return { task, claimToken, attemptId, logs: [], endedAt: now, end };
}

/** The same for a mail. */
export function toFaultyMailFinish({ mail, claimToken, attemptId }: ClaimedMail, now: number): MailFinish {
  return {
    mailId: mail.id,
    claimToken,
    attemptId,
    status: 'failed',
    reason: MESSAGE,
    nextDueAt: undefined,
    recipients: [],
    attempt: { outcome: 'failed', code: NAME, message: MESSAGE },
    endedAt: now,
  };
}

/** The fault `success-before-send`: the end of a task that has not begun. */
export function toEarlyFinish({ task, claimToken, attemptId }: ClaimedTask, now: number): TaskFinish {
  return { task, claimToken, attemptId, logs: [], endedAt: now, end: { status: 'complete', result: undefined } };
}

/** The same for a mail. */
export function toEarlyMailFinish(claimed: ClaimedMail, now: number): MailFinish {
  const attempt = { outcome: 'succeeded' } as const;
  return { ...toFaultyMailFinish(claimed, now), status: 'sent', reason: undefined, attempt };
}
