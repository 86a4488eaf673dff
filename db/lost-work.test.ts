import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newObjectId } from '@/lib/format/id';
import { writeTransaction } from './client';
import { markRunningAttemptsLost } from './lost-work';
import { type ClaimedMail, type MailFinish, reclaimMails } from './mail-claims';
import { findMails, insertMail } from './mails';
import { reclaimTasks } from './task-claims';
import { insertTask } from './tasks';
import { claimMails, claimTasks, finishMails, NOW, openPrivateDatabase, type PrivateDatabase, pick } from './testing';

const SECOND_MS = 1_000;

let db: PrivateDatabase;
beforeEach(async () => {
  db = await openPrivateDatabase();
});
afterEach(() => db.close());

const newMail = () =>
  writeTransaction(() =>
    insertMail({
      subject: 'Hi',
      html: '',
      text: '',
      recipients: { to: ['a@one.test'], cc: [], bcc: [] },
      lane: 'a',
      from: 'a@two.test',
      now: NOW,
    }),
  );
const newMails = (count: number) => Array.from({ length: count }, newMail);
const claim = async (now: number) => (await claimMails(pick({ now }))).items;

/** The next start after a crash. */
async function restart(now: number): Promise<void> {
  await reclaimMails(now, await markRunningAttemptsLost(now));
}

async function statusesOf(ids: readonly string[]) {
  return (await findMails(ids)).map(({ status }) => status);
}

/** Sends all that is due, except that the server dies of `poison`, and needs a second and a half to come back. */
async function runUntilFailed(poison: string): Promise<{ crashes: number; now: number }> {
  let crashes = 0;
  for (let now = NOW; now < NOW + 600 * SECOND_MS; now += 250) {
    const claimed = await claim(now);
    if (claimed.some(({ mail }) => mail.id === poison)) {
      crashes++;
      now += 1.5 * SECOND_MS;
      await restart(now);
    } else await finishMails(claimed.map((one) => sent(one, now)));
    const [status] = await statusesOf([poison]);
    if (status === 'failed') return { crashes, now };
  }
  throw new Error('the server crashes for ever');
}

function sent({ mail, claimToken, attemptId }: ClaimedMail, endedAt: number): MailFinish {
  const outcome = { status: 'sent', attempt: { outcome: 'succeeded' } } as const;
  const nothing = { reason: undefined, nextDueAt: undefined, recipients: [] };
  return { mailId: mail.id, claimToken, attemptId, ...outcome, ...nothing, endedAt };
}

describe('R-24: work that was under way at crashes', () => {
  it('is tried again however often the server is killed beside others, up to ten times', async () => {
    const ids = newMails(40);
    let now = NOW;
    for (let crash = 1; crash < 10; crash++) {
      // Late enough for all to have had their turn: the machine is slow, and killed each time.
      now += 1_000 * SECOND_MS;
      expect(await claim(now)).toHaveLength(40);
      await restart(now);
    }
    expect(new Set(await statusesOf(ids))).toEqual(new Set(['queued']));
    await claim(now + 1_000 * SECOND_MS);
    await restart(now + 1_000 * SECOND_MS);
    expect(new Set(await statusesOf(ids))).toEqual(new Set(['failed']));
  });

  it('is told from the one that takes the server down: that one fails, after a few crashes, and all others are sent', async () => {
    const ids = newMails(30);
    const poison = ids[17] ?? '';
    const { crashes, now } = await runUntilFailed(poison);
    expect(crashes).toBeLessThan(10);
    expect((now - NOW) / SECOND_MS).toBeLessThan(180);
    await finishMails((await claim(now + 300 * SECOND_MS)).map((one) => sent(one, now)));
    expect(new Set(await statusesOf(ids.filter((id) => id !== poison)))).toEqual(new Set(['sent']));
  });

  it('waits for its turn when it is suspected, and at once when it is not; those lost least often go first', async () => {
    const [first, second] = newMails(2);
    await claim(NOW);
    await restart(NOW);
    const third = newMail();
    await claim(NOW + 10 * SECOND_MS);
    const lost = await markRunningAttemptsLost(NOW);
    expect(lost.get(third)).toEqual({ losses: 1, isPoison: false });
    const turns = [first, second].map((id) => lost.get(id ?? '')?.dueAt);
    expect(turns.sort()).toEqual([NOW, NOW + 2 * SECOND_MS]);
  });

  it('counts mails and tasks together', async () => {
    newMail();
    const taskId = newObjectId();
    const task = { functionName: 'a', data: {}, startTimestamp: NOW, tags: [], priority: 0, depth: 0, now: NOW };
    writeTransaction(() => insertTask({ ...task, id: taskId, idempotencyKey: taskId }));
    for (let crash = 1; crash <= 3; crash++) {
      const now = NOW + crash * 10 * SECOND_MS;
      await claim(now);
      await claimTasks(pick({ now }));
      const lost = await markRunningAttemptsLost(now);
      expect([...lost.values()].map(({ losses, isPoison }) => [losses, isPoison])).toEqual([
        [crash, false],
        [crash, false],
      ]);
      await reclaimMails(now, lost);
      expect(await reclaimTasks(now, lost)).toEqual([]);
    }
  });
});
