import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeTransaction } from '@/db/client';
import { insertMail } from '@/db/mails';
import { claimMails, NOW, only, openPrivateDatabase, type PrivateDatabase, pick } from '@/db/testing';
import type { MailTransport, SendOutcome } from '@/lib/mail/outgoing';
import { deliverMail, type MailDelivery } from './deliver-mail';

const ADDRESS = 'a@one.test';
const NEVER = new AbortController().signal;

let db: PrivateDatabase;
beforeEach(async () => {
  db = await openPrivateDatabase();
});
afterEach(() => db.close());

/** One attempt to send a stored mail, to which the mail server answers so. */
async function attempt(outcome: SendOutcome, changes: Partial<MailDelivery> = {}) {
  const recipients = { to: [ADDRESS], cc: [], bcc: [] };
  const mail = { lane: 'a', from: 'me@x.org', subject: 'Hi', html: '', text: '', recipients, now: NOW };
  writeTransaction(() => insertMail(mail));
  const claimed = only((await claimMails(pick())).items);
  const transport: MailTransport = {
    send: async () => outcome,
    close: async () => undefined,
  };
  const delivery = { transport, mode: { kind: 'live' }, retryBaseMs: 1_000, now: () => NOW, ...changes } as const;
  return deliverMail(claimed, delivery, NEVER);
}

const failed = (failure: SendOutcome['class'], status: 'deferred' | 'refused'): SendOutcome => ({
  status: 'failed',
  class: failure,
  message: 'it may have been delivered',
  recipients: [{ address: ADDRESS, status }],
});

describe('R-20: a mail that the server took whole and never confirmed', () => {
  it('is sent again, flagged as in doubt', async () => {
    const { finish } = await attempt(failed('ambiguous', 'deferred'));
    expect(finish).toMatchObject({ status: 'queued', attempt: { class: 'ambiguous' }, nextDueAt: expect.any(Number) });
  });

  it('is held when that is configured, until a person decides', async () => {
    const { finish } = await attempt(failed('ambiguous', 'deferred'), { whenInDoubt: 'hold' });
    const reason = 'Held until somebody decides. it may have been delivered';
    expect(finish).toMatchObject({ status: 'failed', reason, attempt: { class: 'ambiguous' }, nextDueAt: undefined });
  });

  it('is all that is held: what was not taken is tried again', async () => {
    const { finish } = await attempt(failed('transient', 'deferred'), { whenInDoubt: 'hold' });
    expect(finish.status).toBe('queued');
  });
});

describe('R-19: what an attempt tells of the mail server', () => {
  it.each([
    ['infrastructure', 'deferred', 'unavailable'],
    ['ambiguous', 'deferred', 'unavailable'],
    ['configuration', 'deferred', 'misconfigured'],
    ['configuration', 'refused', 'answered'],
    ['transient', 'deferred', 'answered'],
    ['permanent', 'refused', 'answered'],
  ] as const)('of the class %s, recipients %s: %s', async (failure, status, result) => {
    expect((await attempt(failed(failure, status))).result).toBe(result);
  });

  it('is that it answers, when it takes the mail', async () => {
    const outcome: SendOutcome = { status: 'sent', recipients: [{ address: ADDRESS, status: 'accepted' }] };
    expect((await attempt(outcome)).result).toBe('answered');
  });
});
