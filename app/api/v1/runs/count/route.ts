import { route } from '@/lib/http/route';
import { countRuns } from '@/lib/runs/list';

export const GET = route('GET /api/v1/runs/count', ({ principal, query }) => countRuns(principal, query));
