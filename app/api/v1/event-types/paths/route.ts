import { listObservedPaths } from '@/lib/console/observed-paths';
import { route } from '@/lib/http/route';

export const GET = route('GET /api/v1/event-types/paths', ({ principal, query }) =>
  listObservedPaths(principal, new URLSearchParams(query)),
);
