import { randomUUID } from 'node:crypto';
import type { AuditContext } from '@/db/audit-context';

/** What the audit log is to know of a request, before it is known whose it is. */
export function newAuditContext(
  request: Pick<AuditContext, 'operation' | 'params' | 'address' | 'automatic'> & { requestId?: string | undefined },
): AuditContext {
  return { ...request, requestId: request.requestId || randomUUID(), actor: undefined, settled: false };
}
