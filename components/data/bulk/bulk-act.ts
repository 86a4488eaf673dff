import { ApiError, apiSend } from '@/lib/http/client';
import type { BulkResult } from '@/lib/runs/schema';

/** What a bulk act has done so far. */
export interface BulkProgress extends Omit<BulkResult, 'next'> {
  /** True once all that matched has been looked at. */
  complete: boolean;
}

/** Rows of one call: small enough to see it go on, and to stop it soon. */
const SLICE = 25;
const TOO_MANY = 429;
const NOTHING: BulkProgress = { matched: 0, changed: 0, skipped: 0, reasons: {}, complete: false };

/**
 * Does an act for all that a query finds, slice by slice, until it is complete or `isStopped` says so.
 * @returns what was done. @throws ApiError; what was done before stays done and has been told to `onProgress`.
 */
export async function runBulkAct(
  path: string,
  body: { query: string } & Readonly<Record<string, unknown>>,
  { onProgress, isStopped }: { onProgress: (progress: BulkProgress) => void; isStopped: () => boolean },
): Promise<BulkProgress> {
  let progress = NOTHING;
  let after: string | undefined;
  do {
    const slice = { ...body, limit: SLICE, ...(after === undefined ? {} : { after }) };
    const result = await actInTurn(path, slice);
    after = result.next;
    progress = add(progress, result);
    onProgress(progress);
  } while (after !== undefined && !isStopped());
  return progress;
}

/** Whoever acts on very many may have to wait for a turn: the server says for how long. */
async function actInTurn(path: string, slice: object): Promise<BulkResult> {
  for (;;) {
    try {
      return await apiSend<BulkResult>('POST', path, { body: slice });
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== TOO_MANY || error.retryAfter === undefined) throw error;
      const waitMs = error.retryAfter * 1_000;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}

function add(progress: BulkProgress, result: BulkResult): BulkProgress {
  const reasons = { ...progress.reasons };
  for (const [reason, count] of Object.entries(result.reasons)) reasons[reason] = (reasons[reason] ?? 0) + count;
  return {
    matched: progress.matched + result.matched,
    changed: progress.changed + result.changed,
    skipped: progress.skipped + result.skipped,
    reasons,
    complete: result.next === undefined,
  };
}

/** A query that finds what is chosen. A bulk act wants a filter: one that finds everything names the lowest id. */
export function toBulkQuery(filter: string, ids: readonly string[] | undefined): string {
  if (ids) return `in(id,${ids.join(',')})`;
  return filter || `gt(id,${'0'.repeat(24)})`;
}

/** "312", "more than 4,000". */
export function toCountWords({ count, complete }: { count: number; complete: boolean }): string {
  return `${complete ? '' : 'more than '}${count.toLocaleString('en')}`;
}
