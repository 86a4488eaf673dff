import { getAuditEntry } from '@/lib/audit/list';
import { route } from '@/lib/http/route';

export const GET = route('GET /api/v1/audit/{id}', ({ principal, id }) => getAuditEntry(principal, id('id')));
