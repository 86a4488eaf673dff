import { verifyAuditChain } from '@/db/audit-chain';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import type { AuditVerification } from './schema';

const BUDGET_MS = 2_000;

/** Checks that the log is as it was written, as far as there is time for. @throws ServiceError 10. */
export async function verifyAudit(principal: Principal): Promise<AuditVerification> {
  requirePermission(principal, 'VIEW_AUDIT');
  return verifyAuditChain(BUDGET_MS);
}
