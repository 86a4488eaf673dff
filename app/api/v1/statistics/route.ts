import { route } from '@/lib/http/route';
import { viewStatistics } from '@/lib/statistics/view';

export const GET = route('GET /api/v1/statistics', ({ principal, query, now }) =>
  viewStatistics(principal, new URLSearchParams(query), now),
);
