import { previewActions } from '@/lib/console/preview';
import { route } from '@/lib/http/route';

export const POST = route('POST /api/v1/preview', async ({ principal, json, now }) =>
  previewActions(principal, await json(), now),
);
