import { route } from '@/lib/http/route';
import { viewTemplateUsage } from '@/lib/templates/usage';

export const GET = route('GET /api/v1/templates/{id}/usage', async ({ principal, id, now }) =>
  viewTemplateUsage(principal, id('id'), now),
);
