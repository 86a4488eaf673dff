import { and, eq } from 'drizzle-orm';
import { database, writeTransaction } from './client';
import { attempts } from './schema/runs';

/** Of a lost attempt: no other work that was under way can have taken the server down. */
const ALONE = 'alone';
/** Work that was lost so often is suspected: it is tried again one after the other, so that the next crash tells which it is. */
const SUSPECT_AFTER = 2;
const SUSPECTS_APART_MS = 2_000;
/** So many crashes with nobody else to blame, or so many at all, and it is not tried again. */
const MAX_LOST_ALONE = 3;
const MAX_LOST = 10;

/** A mail or task that was under way when its server was lost. */
export interface LostWork {
  /** How many of its attempts were lost, this one too. */
  losses: number;
  /** It takes servers down: not to be tried again. */
  isPoison: boolean;
  /** Suspected work waits for its turn (epoch ms); the other is due at once. */
  dueAt?: number;
}

/** By the id of the mail or task. */
export type LostWorks = ReadonlyMap<string, LostWork>;

/** After a crash: every attempt that had not ended is `lost`. @returns what was under way. */
export async function markRunningAttemptsLost(now: number): Promise<LostWorks> {
  return writeTransaction(() => {
    const running = database().select().from(attempts).where(eq(attempts.outcome, 'running')).all().map(toCase);
    const suspects = running.filter(({ losses }) => losses >= SUSPECT_AFTER);
    const [culprit] = running.length === 1 ? running : suspects.length === 1 ? suspects : [];
    for (const { attemptId } of running) markLost(attemptId, attemptId === culprit?.attemptId ? ALONE : null, now);
    return judge(running, culprit, now);
  });
}

interface Case {
  attemptId: string;
  workId: string;
  /** Lost attempts before this one. */
  losses: number;
  lossesAlone: number;
}

function toCase({ id, mailId, taskId }: typeof attempts.$inferSelect): Case {
  const lost = database()
    .select({ class: attempts.class })
    .from(attempts)
    .where(
      and(
        mailId === null ? eq(attempts.taskId, taskId ?? '') : eq(attempts.mailId, mailId),
        eq(attempts.outcome, 'lost'),
      ),
    )
    .all();
  const lossesAlone = lost.filter((attempt) => attempt.class === ALONE).length;
  return { attemptId: id, workId: mailId ?? taskId ?? '', losses: lost.length, lossesAlone };
}

function markLost(attemptId: string, failure: string | null, now: number): void {
  const message = 'The server stopped while this was under way; whether it took effect is not known';
  database()
    .update(attempts)
    .set({ outcome: 'lost', class: failure, endedAt: now, message })
    .where(eq(attempts.id, attemptId))
    .run();
}

/** Each further loss doubles the wait, so that it ends up behind those that still wait for their turn. */
function turnMs(position: number, losses: number): number {
  return (position + 2 ** (losses - SUSPECT_AFTER) - 1) * SUSPECTS_APART_MS;
}

/** Those that were lost least often go first: what takes the server down should come last. */
function judge(running: readonly Case[], culprit: Case | undefined, now: number): LostWorks {
  const works = new Map<string, LostWork>();
  let suspects = 0;
  for (const one of [...running].sort((a, b) => a.losses - b.losses)) {
    const losses = one.losses + 1;
    const isPoison = one.lossesAlone + (one === culprit ? 1 : 0) >= MAX_LOST_ALONE || losses >= MAX_LOST;
    const isSuspect = !isPoison && losses >= SUSPECT_AFTER;
    works.set(one.workId, { losses, isPoison, ...(isSuspect ? { dueAt: now + turnMs(suspects++, losses) } : {}) });
  }
  return works;
}
