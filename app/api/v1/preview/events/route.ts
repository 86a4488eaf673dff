import { previewEvents } from '@/lib/back-test/preview-events';
import { route } from '@/lib/http/route';

export const POST = route('POST /api/v1/preview/events', async ({ principal, json, now }) =>
  previewEvents(principal, await json(), now),
);
