import { viewOverview } from '@/lib/console/overview';
import { route } from '@/lib/http/route';

export const GET = route('GET /api/v1/overview', ({ principal, now }) => viewOverview(principal, now));
