import { listArrivedTypes } from '@/lib/console/event-list';
import { route } from '@/lib/http/route';

export const GET = route('GET /api/v1/event-types', ({ principal }) => listArrivedTypes(principal));
