import { viewEvent } from '@/lib/console/event-detail';
import { route } from '@/lib/http/route';

export const GET = route('GET /api/v1/events/{id}', ({ principal, id }) => viewEvent(principal, id('id')));
