import { listFunctionSummaries } from '@/lib/functions/summaries';
import { route } from '@/lib/http/route';

export const GET = route('GET /api/v1/functions', ({ principal, now }) => listFunctionSummaries(principal, now));
