import { CONFIGURATION_RETRY_MS, isLoginWanted, isRefusal, responseLine, type SmtpFailure } from './classify';
import type { FailureClass, RecipientOutcome, SendOutcome } from './outgoing';

/** Greylisting servers want at least this between attempts (450 and 451 at RCPT TO). */
export const GREYLIST_RETRY_MS = 5 * 60_000;

/** One address and what became of it; `class` is absent when it was accepted. */
export interface RecipientAnswer {
  outcome: RecipientOutcome;
  class?: FailureClass;
  retryAfterMs?: number;
}

/** What an answer to `RCPT TO` means for that one address. */
export function classifyRecipient(address: string, failure: SmtpFailure): RecipientAnswer {
  const known = {
    address,
    ...(failure.responseCode === undefined ? {} : { code: failure.responseCode }),
    response: responseLine(failure),
  };
  if (isLoginWanted(failure)) {
    return {
      outcome: { ...known, status: 'deferred' },
      class: 'configuration',
      retryAfterMs: CONFIGURATION_RETRY_MS,
    };
  }
  // RFC 5321 4.5.3.1.10: 552 at RCPT TO is to be treated as 452, "too many recipients".
  if (isRefusal(failure) && failure.responseCode !== 552) {
    return { outcome: { ...known, status: 'refused' }, class: 'permanent' };
  }
  const greylisted = failure.responseCode === 450 || failure.responseCode === 451;
  return {
    outcome: { ...known, status: 'deferred' },
    class: 'transient',
    ...(greylisted ? { retryAfterMs: GREYLIST_RETRY_MS } : {}),
  };
}

/** Names the refused and the deferred addresses with the server's answers. */
export function describeRecipients(recipients: readonly RecipientOutcome[]): string {
  const parts: string[] = [];
  const refused = recipients.filter((one) => one.status === 'refused');
  const deferred = recipients.filter((one) => one.status === 'deferred');
  const list = (some: RecipientOutcome[]) => some.map((one) => `${one.address}: ${one.response}`).join('; ');
  const noun = (some: RecipientOutcome[]) => (some.length === 1 ? 'recipient' : 'recipients');
  if (refused.length > 0) parts.push(`The mail server refused the ${noun(refused)} ${list(refused)}`);
  if (deferred.length > 0) {
    parts.push(`The mail server wants us to try again later for the ${noun(deferred)} ${list(deferred)}`);
  }
  return parts.join('. ');
}

/**
 * Folds the answers per recipient into one outcome. `class` is the one that decides about a next attempt: configuration,
 * else transient when anybody is deferred, else permanent.
 */
export function summariseRecipients(answers: readonly RecipientAnswer[]): SendOutcome {
  const recipients = answers.map((one) => one.outcome);
  const accepted = recipients.filter((one) => one.status === 'accepted').length;
  if (accepted === recipients.length) return { status: 'sent', recipients };
  const classes = new Set(answers.map((one) => one.class));
  const order = ['configuration', 'transient', 'permanent'] as const;
  const worst = order.find((one) => classes.has(one)) ?? 'permanent';
  const retryAfterMs = Math.max(0, ...answers.map((one) => one.retryAfterMs ?? 0));
  const failed = recipients.filter((one) => one.status !== 'accepted');
  const telling = failed.find((one) => one.status === 'deferred') ?? failed[0];
  return {
    status: accepted > 0 ? 'partial' : 'failed',
    class: worst,
    recipients,
    ...(telling?.code === undefined ? {} : { code: telling.code }),
    ...(telling?.response === undefined ? {} : { response: telling.response }),
    message: describeRecipients(recipients),
    ...(retryAfterMs > 0 ? { retryAfterMs } : {}),
  };
}
