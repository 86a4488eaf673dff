import { recordAuditAlone } from '@/db/audit';
import { auditContext } from '@/db/audit-context';
import { NOBODY, PermissionDenied, type Principal } from '@/lib/auth/principal';
import { serverContext } from '@/lib/server/context';

/** A caller that is refused the same thing again and again must not fill the log. */
const SAME_WITHIN_MS = 60_000;
const MAX_KNOWN = 1_000;

const recorded = new Map<string, number>();

/** Records that a known caller was refused for want of a permission; once a minute for the same caller and operation. Written before it returns. */
export async function recordDenied(error: unknown): Promise<void> {
  if (!(error instanceof PermissionDenied) || isNobody(error.principal)) return;
  const { userId, tokenId, applicationId } = error.principal;
  if (isRepeated([userId, tokenId, applicationId, auditContext()?.operation].join(' '), Date.now())) return;
  try {
    await recordAuditAlone({ act: 'denied', after: { message: error.message }, actor: error.principal });
  } catch (fault) {
    serverContext().logger.error({ err: fault }, 'a refusal could not be recorded');
  }
}

function isNobody(principal: Principal): boolean {
  return principal === NOBODY || (!principal.userId && !principal.tokenId && !principal.applicationId);
}

function isRepeated(key: string, now: number): boolean {
  if (now - (recorded.get(key) ?? 0) < SAME_WITHIN_MS) return true;
  if (recorded.size >= MAX_KNOWN) recorded.clear();
  recorded.set(key, now);
  return false;
}
