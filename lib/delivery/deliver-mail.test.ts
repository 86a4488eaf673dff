import { describe, expect, it } from 'vitest';
import type { ClaimedMail } from '@/db/mail-claims';
import type { MailMode } from '@/lib/mail/mode';
import type { MailTransport, OutgoingMail, RecipientOutcome, SendOutcome } from '@/lib/mail/outgoing';
import type { MailRecipient } from '@/lib/mail/schema';
import { deliverMail } from './deliver-mail';

const NOW = Date.UTC(2026, 4, 17, 12);
const DAY_MS = 24 * 3_600_000;
const RETRY_BASE_MS = 1_000;

type Answer = Partial<SendOutcome> | ((mail: OutgoingMail, signal: AbortSignal | undefined) => Partial<SendOutcome>);

/** A transport that keeps to its interface and answers what the test says; by default everybody is accepted. */
function scripted(answer: Answer = {}): MailTransport & { sent: OutgoingMail[] } {
  const sent: OutgoingMail[] = [];
  return {
    sent,
    async send(mail, signal) {
      sent.push(mail);
      const recipients = mail.envelopeTo.map(
        (address): RecipientOutcome => ({ address, status: 'accepted', code: 250 }),
      );
      return { status: 'sent', recipients, ...(typeof answer === 'function' ? answer(mail, signal) : answer) };
    },
    close: async () => undefined,
  };
}

const recipient = (address: string, status: MailRecipient['status'] = 'pending'): MailRecipient => ({
  address,
  kind: 'to',
  status,
  response: undefined,
  updateTimestamp: NOW,
});

function claimed(recipients: MailRecipient[], mail: Partial<ClaimedMail['mail']> = {}): ClaimedMail {
  return {
    mail: {
      id: 'a'.repeat(24),
      runId: undefined,
      creatorId: undefined,
      status: 'sending',
      messageId: '<a@example.com>',
      from: 'no-reply@example.com',
      replyTo: undefined,
      recipients: { to: recipients.map((one) => one.address), cc: [], bcc: [] },
      subject: 'Bye',
      html: '<p>Bye</p>',
      text: 'Bye',
      templateId: undefined,
      templateName: undefined,
      language: undefined,
      timeZone: undefined,
      content: undefined,
      views: 0,
      trackingHash: 'b'.repeat(32),
      attempts: 1,
      nextAttemptAt: undefined,
      reason: undefined,
      creationTimestamp: NOW,
      updateTimestamp: NOW,
      ...mail,
    },
    lane: 'user_deleted',
    claimToken: 'c'.repeat(24),
    attemptId: 'd'.repeat(24),
    recipients,
    attachments: [],
  };
}

interface Situation {
  transport?: MailTransport | undefined;
  mode?: MailMode;
  now?: number;
  signal?: AbortSignal;
}

async function deliver(mail: ClaimedMail, situation: Situation = {}) {
  return (await attempt(mail, situation)).finish;
}

function attempt(mail: ClaimedMail, situation: Situation = {}) {
  const { mode = { kind: 'live' }, now = NOW, signal = new AbortController().signal } = situation;
  const transport = 'transport' in situation ? situation.transport : scripted();
  return deliverMail(mail, { transport, mode, retryBaseMs: RETRY_BASE_MS, now: () => now }, signal);
}

const answers = (...list: [string, RecipientOutcome['status']][]): RecipientOutcome[] =>
  list.map(([address, status]) => ({ address, status, code: status === 'deferred' ? 451 : 550 }));
const LATER = { status: 'failed', class: 'transient', code: 451, message: '451 later' } as const;
const NEVER = { status: 'failed', class: 'permanent', code: 550, message: '550 no such user' } as const;

describe('a mail', () => {
  it('that every recipient’s server took is sent', async () => {
    const transport = scripted({ response: '250 queued as 1' });
    const finish = await deliver(claimed([recipient('a@one.test'), recipient('b@two.test')]), { transport });
    expect(finish).toMatchObject({ status: 'sent', nextDueAt: undefined, endedAt: NOW });
    expect(finish.attempt).toMatchObject({ outcome: 'succeeded', message: '250 queued as 1' });
    expect(finish.recipients.map((one) => one.status)).toEqual(['accepted', 'accepted']);
    expect(transport.sent).toMatchObject([{ messageId: '<a@example.com>', envelopeTo: ['a@one.test', 'b@two.test'] }]);
  });

  it('finishes under the claim that it was taken with', async () => {
    const { mailId, claimToken, attemptId } = await deliver(claimed([recipient('a@one.test')]));
    expect([mailId, claimToken, attemptId]).toEqual(['a'.repeat(24), 'c'.repeat(24), 'd'.repeat(24)]);
  });

  it('of which some are refused for good is partial: what was accepted is never sent again', async () => {
    const recipients = answers(['gone@two.test', 'refused']);
    const transport = scripted(({ envelopeTo }) => ({
      ...NEVER,
      status: 'partial',
      recipients: [
        ...envelopeTo.slice(0, 1).map((address) => ({ address, status: 'accepted' as const })),
        ...recipients,
      ],
    }));
    const finish = await deliver(claimed([recipient('a@one.test'), recipient('gone@two.test')]), { transport });
    expect(finish).toMatchObject({ status: 'partial', reason: '550 no such user', nextDueAt: undefined });
    expect(finish.attempt).toMatchObject({ outcome: 'failed', class: 'permanent', code: '550' });
  });

  it('of which some are deferred is queued, and the next attempt goes to those only', async () => {
    const mixed = answers(['gone@two.test', 'refused'], ['grey@three.test', 'deferred']);
    const accepted: RecipientOutcome = { address: 'a@one.test', status: 'accepted' };
    const first = scripted({ ...LATER, status: 'partial', recipients: [accepted, ...mixed] });
    const addresses = ['a@one.test', 'gone@two.test', 'grey@three.test'];
    const finish = await deliver(claimed(addresses.map((address) => recipient(address))), { transport: first });
    expect(finish.status).toBe('queued');
    const after = finish.recipients.map((one) => recipient(one.address, one.status));
    expect(after.map((one) => one.status)).toEqual(['accepted', 'refused', 'pending']);
    const second = scripted();
    const end = await deliver(claimed(after, { attempts: 2 }), { transport: second });
    expect(second.sent).toMatchObject([{ envelopeTo: ['grey@three.test'] }]);
    expect(end).toMatchObject({ status: 'partial', recipients: [{ address: 'grey@three.test', status: 'accepted' }] });
  });

  it('that was deferred and then taken is sent', async () => {
    const deferred = scripted({ ...LATER, recipients: answers(['a@one.test', 'deferred']) });
    expect((await deliver(claimed([recipient('a@one.test')]), { transport: deferred })).status).toBe('queued');
    expect((await deliver(claimed([recipient('a@one.test')], { attempts: 2 }))).status).toBe('sent');
  });

  it('that everybody refuses has failed', async () => {
    const transport = scripted({ ...NEVER, recipients: answers(['a@one.test', 'refused'], ['b@two.test', 'refused']) });
    const finish = await deliver(claimed([recipient('a@one.test'), recipient('b@two.test')]), { transport });
    expect(finish).toMatchObject({ status: 'failed', reason: '550 no such user', nextDueAt: undefined });
    expect(finish.recipients.every((one) => one.status === 'refused')).toBe(true);
  });
});

describe('the wait before the next attempt', () => {
  const wait = async (attempts: number, outcome: Partial<SendOutcome> = {}) => {
    const transport = scripted({ ...LATER, recipients: answers(['a@one.test', 'deferred']), ...outcome });
    const finish = await deliver(claimed([recipient('a@one.test')], { attempts }), { transport });
    return (finish.nextDueAt ?? 0) - NOW;
  };

  it('doubles with each attempt, half of it at random, up to half an hour', async () => {
    for (const [attempts, full] of [
      [1, 1_000],
      [2, 2_000],
      [5, 16_000],
      [40, 1_800_000],
    ] as const) {
      const waited = await wait(attempts);
      expect(waited).toBeGreaterThanOrEqual(full / 2);
      expect(waited).toBeLessThanOrEqual(full);
    }
  });

  it('is never shorter than the server asked for', async () => {
    expect(await wait(1, { retryAfterMs: 3_600_000 })).toBe(3_600_000);
  });
});

describe('giving up', () => {
  const deferred = () => scripted({ ...LATER, recipients: answers(['a@one.test', 'deferred']) });
  const attempt = (ageMs: number, recipients = [recipient('a@one.test')]) =>
    deliver(claimed(recipients, { attempts: 200 }), { transport: deferred(), now: NOW + ageMs });

  it('comes after 4 days and not before', async () => {
    expect((await attempt(4 * DAY_MS)).status).toBe('queued');
    const finish = await attempt(4 * DAY_MS + 1);
    expect(finish).toMatchObject({
      status: 'failed',
      reason: 'Given up after 4 days. 451 later',
      nextDueAt: undefined,
    });
    expect(finish.recipients).toMatchObject([{ address: 'a@one.test', status: 'refused' }]);
  });

  it('leaves the mail partial when somebody has it', async () => {
    const recipients = [recipient('a@one.test'), recipient('b@two.test', 'accepted')];
    expect((await attempt(5 * DAY_MS, recipients)).status).toBe('partial');
  });

  it('does not take back a mail that is taken on the last day', async () => {
    const finish = await deliver(claimed([recipient('a@one.test')]), { now: NOW + 5 * DAY_MS });
    expect(finish).toMatchObject({ status: 'sent', reason: undefined });
  });
});

describe('a mail that must not leave', () => {
  it('is captured without a mail server', async () => {
    const finish = await deliver(claimed([recipient('a@one.test')]), { transport: undefined });
    expect(finish).toMatchObject({ status: 'captured', attempt: { outcome: 'succeeded' } });
    expect(finish.recipients).toMatchObject([{ address: 'a@one.test', status: 'captured' }]);
  });

  it('is captured by the mode, and the mail server is not spoken to', async () => {
    const transport = scripted();
    const finish = await deliver(claimed([recipient('a@one.test')]), { transport, mode: { kind: 'capture' } });
    expect([finish.status, transport.sent]).toEqual(['captured', []]);
  });

  it('goes to the allowed domains only, and counts as sent when those have it', async () => {
    const transport = scripted();
    const mail = claimed([recipient('a@allowed.test'), recipient('b@other.test')]);
    const finish = await deliver(mail, { transport, mode: { kind: 'allow', domains: ['allowed.test'] } });
    expect(transport.sent).toMatchObject([{ envelopeTo: ['a@allowed.test'] }]);
    expect(finish.status).toBe('sent');
    expect(finish.recipients).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ address: 'b@other.test', status: 'captured' }),
        expect.objectContaining({ address: 'a@allowed.test', status: 'accepted' }),
      ]),
    );
  });

  it('is partial when the allowed domain refuses it', async () => {
    const transport = scripted({ ...NEVER, recipients: answers(['a@allowed.test', 'refused']) });
    const mail = claimed([recipient('a@allowed.test'), recipient('b@other.test')]);
    const finish = await deliver(mail, { transport, mode: { kind: 'allow', domains: ['allowed.test'] } });
    expect(finish.status).toBe('partial');
  });

  it('is redirected to one address, and each recipient has that address’s outcome', async () => {
    const transport = scripted();
    const mail = claimed([recipient('a@one.test'), recipient('b@two.test')]);
    const finish = await deliver(mail, { transport, mode: { kind: 'redirect', address: 'qa@test.test' } });
    expect(transport.sent).toMatchObject([{ envelopeTo: ['qa@test.test'] }]);
    expect(finish.recipients.map((one) => [one.address, one.status])).toEqual([
      ['a@one.test', 'accepted'],
      ['b@two.test', 'accepted'],
    ]);
  });
});

describe('a shutdown while a mail is being sent', () => {
  const stopped = (outcome: Partial<SendOutcome>) => {
    const controller = new AbortController();
    const transport = scripted(() => {
      controller.abort();
      return outcome;
    });
    return deliver(claimed([recipient('a@one.test')]), { transport, signal: controller.signal });
  };

  it('puts it back to its queue, due at once, without a word against anybody', async () => {
    const cut = { ...LATER, class: 'infrastructure', recipients: answers(['a@one.test', 'deferred']) } as const;
    expect(await stopped(cut)).toMatchObject({
      status: 'queued',
      nextDueAt: NOW,
      reason: undefined,
      recipients: [],
      attempt: { outcome: 'interrupted' },
    });
  });

  it('keeps what is known when the server had answered already', async () => {
    expect((await stopped({})).status).toBe('sent');
    const refused = { ...NEVER, recipients: answers(['a@one.test', 'refused']) };
    expect(await stopped(refused)).toMatchObject({ status: 'failed', reason: '550 no such user' });
  });

  it('says that it may have been delivered when the server had the whole of it', async () => {
    const unknown = { status: 'failed', class: 'ambiguous', message: 'no answer after the last line' } as const;
    const finish = await stopped({ ...unknown, recipients: answers(['a@one.test', 'deferred']) });
    expect(finish).toMatchObject({ status: 'queued', reason: 'no answer after the last line' });
    expect(finish.attempt).toMatchObject({ outcome: 'failed', class: 'ambiguous' });
  });
});
