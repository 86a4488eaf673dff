import { route } from '@/lib/http/route';
import { sendTestMail } from '@/lib/templates/send-test';

export const POST = route('POST /api/v1/templates/test-mail', async ({ principal, json, now }) =>
  sendTestMail(principal, await json(), now),
);
