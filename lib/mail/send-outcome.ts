import { classifyFailure, type FailureContext, type SmtpFailure } from './classify';
import type { SendOutcome } from './outgoing';
import { classifyRecipient, type RecipientAnswer, summariseRecipients } from './recipient-outcomes';

const MAX_WORDS = 2_000;
/** Control characters but for line ends and tabs, and what turns the direction of writing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this replaces
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** nodemailer takes whatever begins with a 2 for a yes; only a whole reply (RFC 5321 4.2) is one. */
export function isConfirmed(info: { response: string }): boolean {
  return /^2\d\d(?:[ -]|$)/.test(info.response);
}

/** nodemailer's own words, and those of an abort, as plain data. */
export function toFailure(error: unknown): SmtpFailure {
  const fields: Record<string, unknown> = typeof error === 'object' && error !== null ? { ...error } : {};
  const text = (value: unknown) => (typeof value === 'string' ? printable(value) : undefined);
  return {
    code: text(fields.code),
    originalCode: text(fields.originalCode),
    responseCode: typeof fields.responseCode === 'number' ? fields.responseCode : undefined,
    response: text(fields.response),
    command: text(fields.command),
    message: printable(error instanceof Error ? error.message : String(error)),
  };
}

/** The server's own words go into logs and pages: a hostile one must not write over what stands there. */
function printable(text: string): string {
  return text.slice(0, MAX_WORDS).replace(UNPRINTABLE, '\ufffd');
}

/** The answers to RCPT TO that were not 2xx, per wire address. */
function refusalsOf(source: unknown): Map<string, SmtpFailure> {
  const found = new Map<string, SmtpFailure>();
  const { rejectedErrors } = (source ?? {}) as { rejectedErrors?: unknown };
  for (const error of Array.isArray(rejectedErrors) ? rejectedErrors : []) {
    const { recipient } = error as { recipient?: unknown };
    if (typeof recipient === 'string') found.set(recipient, toFailure(error));
  }
  return found;
}

/** What the server's answers mean when it took the mail for at least one recipient. `wire` maps our addresses to theirs. */
export function outcomeOfSuccess(
  wire: ReadonlyMap<string, string>,
  info: { response: string; rejectedErrors?: unknown },
): SendOutcome {
  const refusals = refusalsOf(info);
  const response = printable(info.response);
  const answers = [...wire].map(([address, wire]): RecipientAnswer => {
    const refusal = refusals.get(wire);
    if (refusal) return classifyRecipient(address, refusal);
    return { outcome: { address, status: 'accepted', code: 250, response } };
  });
  const outcome = summariseRecipients(answers);
  return outcome.status === 'sent' ? { ...outcome, code: 250, response } : outcome;
}

/** What a failed attempt means for every address of `wire`. */
export function outcomeOfFailure(
  wire: ReadonlyMap<string, string>,
  error: unknown,
  context: FailureContext,
): SendOutcome {
  const failure = toFailure(error);
  const refusals = refusalsOf(error);
  if (refusals.size > 0 && failure.command === 'RCPT TO') {
    const answers = [...wire].map(([address, onWire]) =>
      classifyRecipient(address, refusals.get(onWire) ?? { ...failure, responseCode: undefined }),
    );
    return summariseRecipients(answers);
  }
  const verdict = classifyFailure(failure, context);
  const answer = {
    ...(failure.responseCode === undefined ? {} : { code: failure.responseCode }),
    ...(failure.response === undefined ? {} : { response: failure.response.slice(0, 500) }),
  };
  return {
    status: 'failed',
    class: verdict.class,
    recipients: [...wire.keys()].map((address) => ({ address, status: verdict.fate, ...answer })),
    ...answer,
    message: verdict.message,
    ...(verdict.retryAfterMs === undefined ? {} : { retryAfterMs: verdict.retryAfterMs }),
  };
}
