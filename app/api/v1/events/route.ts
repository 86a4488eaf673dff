import { listEventSummaries } from '@/lib/console/event-list';
import { route } from '@/lib/http/route';

export const GET = route('GET /api/v1/events', ({ principal, query }) => listEventSummaries(principal, query));
