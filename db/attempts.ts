import { eq, inArray, or } from 'drizzle-orm';
import { newObjectId } from '@/lib/format/id';
import type { Attempt, AttemptOutcome } from '@/lib/runs/schema';
import { database, statement } from './client';
import { attempts } from './schema/runs';

type AttemptOwner = { mailId: string } | { taskId: string };

/** Adds the row of an attempt that is about to begin, inside the claim's transaction. @returns its id. */
export function openAttempt(owner: AttemptOwner, number: number, now: number): string {
  const id = newObjectId();
  const { mailId = null, taskId = null }: { mailId?: string | null; taskId?: string | null } = owner;
  statement(
    `INSERT INTO attempts (id, mail_id, task_id, number, started_at, outcome) VALUES (?, ?, ?, ?, ?, 'running')`,
  ).run(id, mailId, taskId, number, now);
  return id;
}

/** Writes how an attempt ended, inside a write transaction that the caller has opened. */
export function closeAttempt(
  id: string,
  end: { outcome: AttemptOutcome; class?: string; code?: string; message?: string },
  endedAt: number,
): void {
  const { outcome, class: failure = null, code = null, message = null } = end;
  statement('UPDATE attempts SET outcome = ?, class = ?, code = ?, message = ?, ended_at = ? WHERE id = ?').run(
    outcome,
    failure,
    code,
    message,
    endedAt,
    id,
  );
}

/** The attempts of these mails and tasks, oldest first. */
export async function listAttempts(mailIds: readonly string[], taskIds: readonly string[]): Promise<Attempt[]> {
  // Only what there is to look for: beside a condition that is never true, SQLite would use no index.
  const owners = [
    ...(mailIds.length > 0 ? [inArray(attempts.mailId, [...mailIds])] : []),
    ...(taskIds.length > 0 ? [inArray(attempts.taskId, [...taskIds])] : []),
  ];
  if (owners.length === 0) return [];
  return database()
    .select()
    .from(attempts)
    .where(or(...owners))
    .orderBy(attempts.id)
    .all()
    .map(toAttempt);
}

/** When a task was first tried (epoch ms); undefined when it has not been, or is not there any more. */
export async function firstTriedAt(taskId: string): Promise<number | undefined> {
  const row = database()
    .select({ startedAt: attempts.startedAt })
    .from(attempts)
    .where(eq(attempts.taskId, taskId))
    .orderBy(attempts.number)
    .limit(1)
    .get();
  return row?.startedAt;
}

function toAttempt(row: typeof attempts.$inferSelect): Attempt {
  return {
    ...row,
    mailId: row.mailId ?? undefined,
    taskId: row.taskId ?? undefined,
    endedAt: row.endedAt ?? undefined,
    class: row.class ?? undefined,
    code: row.code ?? undefined,
    message: row.message ?? undefined,
  };
}
