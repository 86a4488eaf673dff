import { listDispatcherSummaries } from '@/lib/dispatchers/summaries';
import { route } from '@/lib/http/route';

export const GET = route('GET /api/v1/dispatchers', ({ principal, query, now }) =>
  listDispatcherSummaries(principal, new URLSearchParams(query), now),
);
