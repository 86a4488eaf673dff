import { auditSource, findAuditEntries } from '@/db/audit';
import { collectPage } from '@/db/keyset';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown } from '@/lib/errors/service-error';
import { parseRql } from '@/lib/rql/parse';
import type { AuditEntry, AuditPage } from './schema';

const FIELDS_SHOWN = 3;

/** Entries that an RQL filter selects, the newest first, with the names of what they changed. @throws ServiceError 10, 19. */
export async function listAuditEntries(principal: Principal, query: string): Promise<AuditPage> {
  requirePermission(principal, 'VIEW_AUDIT');
  const { ids, ...page } = await collectPage(auditSource, parseRql(query));
  const data = (await findAuditEntries(ids)).map(({ changes, ...entry }) => {
    const fields = changes.slice(0, FIELDS_SHOWN).map(({ path }) => path);
    return { ...entry, fields, changeCount: changes.length };
  });
  return { data, ...page };
}

/** One entry with all that was changed, secrets masked. @throws ServiceError 10, 16. */
export async function getAuditEntry(principal: Principal, id: string): Promise<AuditEntry> {
  requirePermission(principal, 'VIEW_AUDIT');
  const [entry] = await findAuditEntries([id]);
  if (!entry) throw resourceUnknown('entry of the audit log', id);
  return entry;
}
