import { route } from '@/lib/http/route';
import { listTemplateSummaries } from '@/lib/templates/summaries';

export const GET = route('GET /api/v1/templates', async ({ principal, query, now }) =>
  listTemplateSummaries(principal, new URLSearchParams(query), now),
);
