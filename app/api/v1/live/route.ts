import { route } from '@/lib/http/route';
import { watchChanges } from '@/lib/live/watch';

export const GET = route('GET /api/v1/live', ({ principal, headers }) => watchChanges(principal, headers));
