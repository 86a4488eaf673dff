import { route } from '@/lib/http/route';
import { previewTemplate } from '@/lib/templates/preview';

export const POST = route('POST /api/v1/templates/preview', async ({ principal, json, now }) =>
  previewTemplate(principal, await json(), now),
);
