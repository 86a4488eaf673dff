import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AuditVerification } from '@/lib/audit/schema';
import { type AuditLink, hashLink, lastLink } from './audit-trail';
import { rawDatabase } from './client';

const SLICE = 500;

type StoredLink = AuditLink & { hash: string };

/**
 * Checks that every entry is as it was written and none is missing, from the newest backwards, a slice at a time.
 * @param budgetMs after which the answer is what was looked at so far.
 */
export async function verifyAuditChain(budgetMs: number): Promise<AuditVerification> {
  const giveUpAt = performance.now() + budgetMs;
  const anchor = readAnchor();
  const [newest] = readSlice(Number.MAX_SAFE_INTEGER, 1);
  const head = newest ? { head: { sequence: newest.sequence, hash: newest.hash } } : {};
  let verified = 0;
  let before = (newest?.sequence ?? anchor.sequence) + 1;
  while (before - 1 > anchor.sequence) {
    const links = readSlice(before, SLICE + 1);
    for (const [index, link] of links.slice(0, SLICE).entries()) {
      const previous = links[index + 1] ?? anchor;
      const fits = link.sequence === before - 1 && previous.sequence === link.sequence - 1;
      if (!fits || hashLink(previous.hash, link) !== link.hash) {
        return { verified, complete: false, brokenAt: before - 1, ...head };
      }
      before = link.sequence;
      verified += 1;
    }
    if (links.length === 0) return { verified, complete: false, brokenAt: before - 1, ...head };
    if (before - 1 > anchor.sequence && performance.now() > giveUpAt) return { verified, complete: false, ...head };
    await nextTurn();
  }
  return { verified, complete: true, ...head };
}

/** The newest entry, or where the chain begins: to be kept where nobody can change it. */
export function lastAuditLink(): { sequence: number; hash: string } {
  return lastLink(rawDatabase());
}

function readSlice(before: number, limit: number): StoredLink[] {
  return rawDatabase()
    .prepare('SELECT * FROM audit_entries WHERE sequence < ? ORDER BY sequence DESC LIMIT ?')
    .all(before, limit) as StoredLink[];
}

function readAnchor(): { sequence: number; hash: string } {
  const row = rawDatabase().prepare('SELECT sequence, hash FROM audit_anchors ORDER BY sequence DESC LIMIT 1').get();
  return (row as { sequence: number; hash: string } | undefined) ?? { sequence: 0, hash: '' };
}
