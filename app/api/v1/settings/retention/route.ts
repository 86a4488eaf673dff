import { route } from '@/lib/http/route';
import { updateRetention, viewRetention } from '@/lib/settings/retention';

export const GET = route('GET /api/v1/settings/retention', ({ principal, now }) => viewRetention(principal, now));
export const PUT = route('PUT /api/v1/settings/retention', async ({ principal, json, now }) =>
  updateRetention(principal, await json(), now),
);
