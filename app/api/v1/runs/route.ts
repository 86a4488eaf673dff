import { route } from '@/lib/http/route';
import { listRuns } from '@/lib/runs/list';

export const GET = route('GET /api/v1/runs', ({ principal, query }) => listRuns(principal, query));
