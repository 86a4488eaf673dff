import { route } from '@/lib/http/route';
import { listTargets } from '@/lib/targets/list';

export const GET = route('GET /api/v1/targets', ({ principal, now }) => listTargets(principal, now));
