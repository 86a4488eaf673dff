import { listAuditEntries } from '@/lib/audit/list';
import { route } from '@/lib/http/route';

export const GET = route('GET /api/v1/audit', ({ principal, query }) => listAuditEntries(principal, query));
