import { viewOverview } from '@/lib/console/overview';
import { route } from '@/lib/http/route';

export const GET = route(({ principal, now }) => viewOverview(principal, now));
