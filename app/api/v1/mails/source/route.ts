import { previewMailSource } from '@/lib/console/mail-source';
import { route } from '@/lib/http/route';

export const POST = route('POST /api/v1/mails/source', async ({ principal, json, now }) =>
  previewMailSource(principal, await json(), now),
);
