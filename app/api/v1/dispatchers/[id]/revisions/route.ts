import { listDispatcherRevisions } from '@/lib/dispatchers/revisions';
import { route } from '@/lib/http/route';

export const GET = route('GET /api/v1/dispatchers/{id}/revisions', ({ principal, id, query }) =>
  listDispatcherRevisions(principal, id('id'), new URLSearchParams(query)),
);
