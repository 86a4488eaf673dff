import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listAttempts } from './attempts';
import { rawDatabase, writeTransaction } from './client';
import { markRunningAttemptsLost } from './lost-work';
import { type ClaimedMail, type MailFinish, nextMailDueAt, reclaimMails } from './mail-claims';
import { deleteMail, findMails, insertMail, listMailRecipients, type NewMail } from './mails';
import { listRunsOfEvent, takePendingRuns } from './runs';
import {
  claimMails,
  finishMails,
  mailAction,
  matchedEvent,
  NOW,
  newListener,
  only,
  openPrivateDatabase,
  type PrivateDatabase,
  pick,
  storeEvent,
  storePlannedRuns,
} from './testing';

let db: PrivateDatabase;
beforeEach(async () => {
  db = await openPrivateDatabase();
});
afterEach(() => db.close());

const CONTENT = { subject: 'Bye', html: '<p>Bye</p>', text: 'Bye' };
const TO = { to: ['a@one.test', 'b@two.test'], cc: ['c@three.test'], bcc: ['d@four.test'] };

const newMail = (changes: Partial<NewMail> = {}) =>
  writeTransaction(() =>
    insertMail({
      ...CONTENT,
      recipients: TO,
      lane: 'user_deleted',
      from: 'D <no-reply@example.com>',
      now: NOW,
      ...changes,
    }),
  );
const claim = async (changes = {}) => (await claimMails(pick(changes))).items;
const finishOf = ({ mail, claimToken, attemptId }: ClaimedMail, changes: Partial<MailFinish>): MailFinish => ({
  mailId: mail.id,
  claimToken,
  attemptId,
  status: 'sent',
  reason: undefined,
  nextDueAt: undefined,
  recipients: [],
  attempt: { outcome: 'succeeded' },
  endedAt: NOW + 1_000,
  ...changes,
});
const finish = async (claimed: ClaimedMail, changes: Partial<MailFinish> = {}) =>
  only(await finishMails([finishOf(claimed, changes)]));
const find = async (id: string) => only(await findMails([id]));
const states = async (id: string) => (await listMailRecipients(id)).map((one) => [one.address, one.status]);

async function newMailOfRun() {
  const eventId = await storeEvent(matchedEvent([await newListener({ actions: [mailAction()] })]));
  const run = only((await takePendingRuns(10, '')).runs);
  const template = { templateId: 'b'.repeat(24), templateName: 'goodbye', language: 'EN', timeZone: 'UTC' };
  const effect = { type: 'mail', recipients: TO, ...CONTENT, ...template } as const;
  await storePlannedRuns(
    [{ runId: run.id, event: run.event, status: 'ready', effect, mailFrom: 'no-reply@example.com' }],
    NOW,
  );
  return async () => only(await listRunsOfEvent(eventId));
}

describe('a mail', () => {
  it('is queued with one row for each recipient, and a Message-ID that never changes', async () => {
    const id = newMail();
    expect(await find(id)).toMatchObject({ status: 'queued', messageId: `<${id}@example.com>`, nextAttemptAt: NOW });
    expect((await listMailRecipients(id)).map((one) => [one.kind, one.address, one.status])).toEqual([
      ['to', 'a@one.test', 'pending'],
      ['to', 'b@two.test', 'pending'],
      ['cc', 'c@three.test', 'pending'],
      ['bcc', 'd@four.test', 'pending'],
    ]);
    const first = only(await claim());
    await finish(first, { status: 'queued', nextDueAt: NOW + 30_000 });
    const second = only(await claim({ now: NOW + 30_000 }));
    expect(second.mail.messageId).toBe(first.mail.messageId);
  });

  it('is addressed by the bare address of a recipient who is given with a name', async () => {
    const to = ['Ada <a@one.test>', '"Byron, Ada" <b@two.test>'];
    newMail({ recipients: { to, cc: [], bcc: [] } });
    const { mail, recipients } = only(await claim());
    expect(mail.recipients.to).toEqual(to);
    expect(recipients.map((one) => one.address)).toEqual(['a@one.test', 'b@two.test']);
  });

  it('has its files with it when it is claimed, and takes them along when it is removed', async () => {
    const file = { name: 'a.bin', type: 'application/octet-stream', content: Buffer.from([0, 255, 10]) };
    const id = newMail({ attachments: [file, { ...file, name: 'b', type: undefined }] });
    expect(only(await claim()).attachments).toEqual([file, { ...file, name: 'b', type: undefined }]);
    expect(await deleteMail(id, NOW)).toBe(0);
    await reclaimMails(NOW, new Map());
    expect(await deleteMail(id, NOW)).toBe(1);
    const files = rawDatabase().prepare('SELECT count(*) FROM mail_attachments').pluck();
    expect(files.get()).toBe(0);
  });

  it('cancels the run that waits for it when it is removed', async () => {
    const run = await newMailOfRun();
    const { mailId = '' } = await run();
    expect(await deleteMail(mailId, NOW)).toBe(1);
    expect(await run()).toMatchObject({ status: 'canceled', reason: 'Its mail was removed' });
  });

  it('has a Message-ID of a domain that mail servers accept, whatever the sender is called', async () => {
    for (const [from, domain] of [
      ['no-reply@example.com', 'example.com'],
      ['"Team @ Work" <team@sub.example.com>', 'sub.example.com'],
      ['nobody', 'nobody'],
    ] as const) {
      const id = newMail({ from });
      expect((await find(id)).messageId).toBe(`<${id}@${domain}>`);
    }
  });
});

describe('which mails are claimed', () => {
  it('those that have been due longest first, by turns over the event types', async () => {
    const noisy = [
      newMail({ lane: 'a_noisy' }),
      newMail({ lane: 'a_noisy' }),
      newMail({ lane: 'a_noisy', now: NOW - 5 }),
    ];
    const quiet = newMail({ lane: 'b_quiet' });
    const claimed = await claim({ limit: 3 });
    expect(claimed.map(({ mail }) => mail.id)).toEqual([noisy[2], quiet, noisy[0]]);
  });

  it('only when they are due, and each one once', async () => {
    const id = newMail({ now: NOW + 1 });
    expect(await claim()).toEqual([]);
    expect(await nextMailDueAt(NOW)).toBe(NOW + 1);
    const [first, second] = await Promise.all([claim({ now: NOW + 1 }), claim({ now: NOW + 1 })]);
    expect([...first, ...second].map(({ mail }) => mail.id)).toEqual([id]);
    expect(await nextMailDueAt(NOW)).toBeUndefined();
  });

  it('no more of one event type than may be under way at once', async () => {
    for (let i = 0; i < 5; i++) newMail();
    expect(await claim({ laneCap: 3, inFlight: new Map([['user_deleted', 1]]) })).toHaveLength(2);
  });
});

describe('a claim of a mail', () => {
  it('counts the attempt before anything is sent, with a row of its own', async () => {
    const id = newMail();
    const claimed = only(await claim());
    expect(await find(id)).toMatchObject({ status: 'sending', attempts: 1, nextAttemptAt: undefined });
    expect(only(await listAttempts([id], []))).toMatchObject({ id: claimed.attemptId, number: 1, outcome: 'running' });
  });

  it('ends with a state for each recipient; what was not decided is still pending at the next attempt', async () => {
    const id = newMail();
    await finish(only(await claim()), {
      status: 'queued',
      reason: 'b@two.test: 451 later',
      nextDueAt: NOW + 30_000,
      attempt: { outcome: 'failed', class: 'transient', code: '451', message: 'later' },
      recipients: [
        { address: 'a@one.test', status: 'accepted', response: '250 ok' },
        { address: 'b@two.test', status: 'pending', response: '451 later' },
        { address: 'c@three.test', status: 'refused', response: '550 no such user' },
      ],
    });
    expect(await find(id)).toMatchObject({
      status: 'queued',
      reason: 'b@two.test: 451 later',
      nextAttemptAt: NOW + 30_000,
    });
    expect(await claim({ now: NOW + 29_999 })).toEqual([]);
    const second = only(await claim({ now: NOW + 30_000 }));
    expect(second.recipients.filter((one) => one.status === 'pending').map((one) => one.address)).toEqual([
      'b@two.test',
      'd@four.test',
    ]);
    expect(second.recipients[2]).toMatchObject({ response: '550 no such user', updateTimestamp: NOW + 1_000 });
    const attempt = { outcome: 'failed', class: 'transient', code: '451', message: 'later' };
    expect((await listAttempts([id], []))[0]).toMatchObject({ number: 1, ...attempt, endedAt: NOW + 1_000 });
  });

  it('that was lost cannot be finished: nothing changes, and its attempt is kept as stale', async () => {
    const id = newMail();
    const slow = only(await claim());
    await reclaimMails(NOW, new Map());
    const second = only(await claim());
    const accepted = { recipients: [{ address: 'a@one.test', status: 'accepted', response: undefined }] } as const;
    expect(await finish(slow, { recipients: [...accepted.recipients] })).toBe(false);
    expect((await find(id)).status).toBe('sending');
    expect((await states(id))[0]).toEqual(['a@one.test', 'pending']);
    expect(await finish(second)).toBe(true);
    expect((await listAttempts([id], [])).map((attempt) => attempt.outcome)).toEqual(['stale', 'succeeded']);
  });
});

describe('the run of a mail', () => {
  it.each([
    ['sent', 'succeeded'],
    ['captured', 'succeeded'],
    ['partial', 'failed'],
    ['failed', 'failed'],
    ['queued', 'running'],
  ] as const)('when it is %s is %s, with the same reason', async (status, expected) => {
    const run = await newMailOfRun();
    await finish(only(await claim()), {
      status,
      reason: 'because',
      ...(status === 'queued' ? { nextDueAt: NOW } : {}),
    });
    expect(await run()).toMatchObject({ status: expected, reason: 'because' });
  });
});

describe('after a crash', () => {
  it('what was being sent is queued again, to those only who have no outcome yet', async () => {
    const id = newMail();
    await finish(only(await claim()), {
      status: 'queued',
      nextDueAt: NOW,
      recipients: [{ address: 'a@one.test', status: 'accepted', response: '250 ok' }],
    });
    await claim();
    await db.reopen();
    const lost = await markRunningAttemptsLost(NOW + 5);
    expect([...lost.keys()]).toEqual([id]);
    expect(await reclaimMails(NOW + 5, lost)).toEqual({ queued: 1, failed: 0 });
    const again = only(await claim({ now: NOW + 5 }));
    expect(again.mail).toMatchObject({ id, attempts: 3 });
    expect((await states(id))[0]).toEqual(['a@one.test', 'accepted']);
    expect((await listAttempts([id], [])).map((attempt) => attempt.outcome)).toEqual(['succeeded', 'lost', 'running']);
  });

  it('R-24: a mail that took its server down three times fails with its run, and the others are queued again', async () => {
    const run = await newMailOfRun();
    const poison = only(await claim()).mail.id;
    for (let crash = 1; crash <= 2; crash++) {
      expect(await reclaimMails(NOW, await markRunningAttemptsLost(NOW))).toEqual({ queued: 1, failed: 0 });
      expect(only(await claim()).mail.id).toBe(poison);
    }
    const bystander = newMail();
    await claim();
    expect(await reclaimMails(NOW, await markRunningAttemptsLost(NOW))).toEqual({ queued: 1, failed: 1 });
    const reason = 'The server stopped 3 times while this mail was being sent; it is not tried again';
    expect(await find(poison)).toMatchObject({ status: 'failed', reason });
    expect(await run()).toMatchObject({ status: 'failed', reason });
    expect((await claim()).map(({ mail }) => mail.id)).toEqual([bystander]);
  });

  it('what was sent stays sent', async () => {
    const id = newMail();
    await finish(only(await claim()));
    expect(await reclaimMails(NOW, new Map())).toEqual({ queued: 0, failed: 0 });
    expect((await find(id)).status).toBe('sent');
  });
});
