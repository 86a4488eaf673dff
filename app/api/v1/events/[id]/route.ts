import { viewEvent } from '@/lib/console/event-detail';
import { route } from '@/lib/http/route';

export const GET = route(({ principal, id }) => viewEvent(principal, id('id')));
