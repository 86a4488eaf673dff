import { listArrivedTypes } from '@/lib/console/event-list';
import { route } from '@/lib/http/route';

export const GET = route(({ principal }) => listArrivedTypes(principal));
