import type { ClaimedMail, MailFinish } from '@/db/mail-claims';
import { applyMode, type MailMode, outcomesByOriginal } from '@/lib/mail/mode';
import type { MailTransport, OutgoingMail, RecipientOutcome, SendOutcome } from '@/lib/mail/outgoing';
import { describeRecipients } from '@/lib/mail/recipient-outcomes';
import type { MailRecipient, RecipientStatus } from '@/lib/mail/schema';
import { backoffMs } from './backoff';
import type { TargetResult } from './breaker';

/** RFC 5321 4.5.4.1 asks to keep trying for 4 to 5 days. */
const MAX_AGE_MS = 4 * 24 * 3_600_000;
const BACKOFF_CAP_MS = 30 * 60_000;

export interface MailDelivery {
  transport: MailTransport | undefined;
  mode: MailMode;
  retryBaseMs: number;
  /** What becomes of a mail that may have been delivered: nothing until a person decides, or, by default, the same again. */
  whenInDoubt?: 'retry' | 'hold';
  now(): number;
}

/**
 * Tries once to send a claimed mail to its pending recipients. Never throws: what went wrong is in the answer.
 * @returns also what the attempt tells of the mail server.
 */
export async function deliverMail(
  claimed: ClaimedMail,
  delivery: MailDelivery,
  signal: AbortSignal,
): Promise<{ finish: MailFinish; result: TargetResult | undefined }> {
  const pending = claimed.recipients.filter((recipient) => recipient.status === 'pending');
  const mode: MailMode = delivery.transport ? delivery.mode : { kind: 'capture' };
  const outgoing = toOutgoing(
    claimed,
    pending.map((recipient) => recipient.address),
  );
  const { mail, deliver, captured } = applyMode(mode, outgoing);
  const outcome = mail && delivery.transport ? await delivery.transport.send(mail, signal) : undefined;
  const endedAt = delivery.now();
  if (outcome && signal.aborted && decidedNothing(outcome)) {
    return { finish: interrupted(claimed, endedAt), result: undefined };
  }
  const states = [
    ...captured.map((address) => ({ address, status: 'captured' as const, response: undefined })),
    ...outcomesByOriginal(deliver, outcome?.recipients ?? []).map(toState),
  ];
  return { finish: conclude(claimed, states, outcome, delivery, endedAt), result: outcome && toTargetResult(outcome) };
}

/** A refusal is an answer too; a sender that is not accepted concerns its mail, not the server. */
function toTargetResult({ class: failure, recipients }: SendOutcome): TargetResult {
  if (failure === 'infrastructure' || failure === 'ambiguous') return 'unavailable';
  const isDeferred = recipients.some(({ status }) => status === 'deferred');
  return failure === 'configuration' && isDeferred ? 'misconfigured' : 'answered';
}

/** A refusal that arrived before the shutdown is kept: only an attempt that told us nothing counts as not made. */
function decidedNothing(outcome: SendOutcome): boolean {
  return outcome.class !== 'ambiguous' && outcome.recipients.every(({ status }) => status === 'deferred');
}

type RecipientState = MailFinish['recipients'][number];

function toState({ address, status, code, response }: RecipientOutcome): RecipientState {
  const next: Record<RecipientOutcome['status'], RecipientStatus> = {
    accepted: 'accepted',
    refused: 'refused',
    deferred: 'pending',
  };
  return { address, status: next[status], response: response ?? (code === undefined ? undefined : String(code)) };
}

function toOutgoing({ mail, attachments: files }: ClaimedMail, envelopeTo: string[]): OutgoingMail {
  const { id, messageId, from, replyTo, recipients, subject, html, text } = mail;
  const attachments = files.map(({ type, ...file }) => (type === undefined ? file : { ...file, type }));
  const base = { mailId: id, messageId, from, recipients, envelopeTo, subject, html, text, attachments };
  return replyTo === undefined ? base : { ...base, replyTo };
}

function conclude(
  claimed: ClaimedMail,
  states: RecipientState[],
  outcome: SendOutcome | undefined,
  delivery: MailDelivery,
  endedAt: number,
): MailFinish {
  const tooOld = endedAt - (claimed.mail.retriedAt ?? claimed.mail.creationTimestamp) > MAX_AGE_MS;
  const isHeld = outcome?.class === 'ambiguous' && delivery.whenInDoubt === 'hold';
  const isOver = tooOld || isHeld;
  const recipients = states.map((state) =>
    isOver && state.status === 'pending' ? { ...state, status: 'refused' as const } : state,
  );
  const status = overallStatus(claimed.recipients, recipients);
  const backoff = { baseMs: delivery.retryBaseMs, capMs: BACKOFF_CAP_MS };
  const waitMs = Math.max(outcome?.retryAfterMs ?? 0, backoffMs(claimed.mail.attempts, backoff, Math.random()));
  const isFinal = status === 'failed' || status === 'partial';
  return {
    mailId: claimed.mail.id,
    claimToken: claimed.claimToken,
    attemptId: claimed.attemptId,
    status,
    reason: isFinal
      ? finalReason(claimed, outcome, isHeld ? 'Held until somebody decides' : tooOld && 'Given up after 4 days')
      : outcome?.message,
    nextDueAt: status === 'queued' ? endedAt + waitMs : undefined,
    recipients,
    attempt: attemptEnd(outcome),
    endedAt,
  };
}

/** The last attempt may have gone well for all that were left: those refused before are named too. */
function finalReason({ recipients }: ClaimedMail, outcome: SendOutcome | undefined, end: string | false): string {
  const before = recipients.flatMap(({ address, status, response }) =>
    status === 'refused' ? { address, status, response: response ?? 'no reason given' } : [],
  );
  const parts = [end, outcome?.message, before.length > 0 && describeRecipients(before)];
  return parts.filter(Boolean).join('. ');
}

/** Over all recipients, those of earlier attempts too. */
function overallStatus(before: readonly MailRecipient[], changed: readonly RecipientState[]): MailFinish['status'] {
  const now = new Map<string, RecipientStatus>(before.map((recipient) => [recipient.address, recipient.status]));
  for (const state of changed) now.set(state.address, state.status);
  const has = (status: RecipientStatus) => [...now.values()].includes(status);
  if (has('pending')) return 'queued';
  if (has('refused')) return has('accepted') || has('captured') ? 'partial' : 'failed';
  return has('accepted') ? 'sent' : 'captured';
}

function attemptEnd(outcome: SendOutcome | undefined): MailFinish['attempt'] {
  if (!outcome) return { outcome: 'succeeded', message: 'Captured: kept here on purpose, not sent' };
  const { status, class: failure, code, message, response } = outcome;
  if (status === 'sent') return { outcome: 'succeeded', message: response };
  return { outcome: 'failed', class: failure, code: code === undefined ? undefined : String(code), message };
}

function interrupted(claimed: ClaimedMail, endedAt: number): MailFinish {
  return {
    mailId: claimed.mail.id,
    claimToken: claimed.claimToken,
    attemptId: claimed.attemptId,
    status: 'queued',
    reason: undefined,
    nextDueAt: endedAt,
    recipients: [],
    attempt: { outcome: 'interrupted', message: 'The server was shut down' },
    endedAt,
  };
}
