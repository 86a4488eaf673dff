import { route } from '@/lib/http/route';
import { viewRun } from '@/lib/runs/get';

export const GET = route('GET /api/v1/runs/{id}', ({ principal, id }) => viewRun(principal, id('id')));
