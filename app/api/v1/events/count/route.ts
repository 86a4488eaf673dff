import { countEvents } from '@/lib/console/event-list';
import { route } from '@/lib/http/route';

export const GET = route('GET /api/v1/events/count', ({ principal, query }) => countEvents(principal, query));
