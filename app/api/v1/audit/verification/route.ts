import { verifyAudit } from '@/lib/audit/verify';
import { route } from '@/lib/http/route';

export const GET = route('GET /api/v1/audit/verification', ({ principal }) => verifyAudit(principal));
