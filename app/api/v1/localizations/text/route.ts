import { route } from '@/lib/http/route';
import { writeText } from '@/lib/localizations/write-text';

export const PUT = route('PUT /api/v1/localizations/text', async ({ principal, json, now }) =>
  writeText(principal, await json(), now),
);
