import { route } from '@/lib/http/route';
import { sendTestEvent } from '@/lib/sources/send-test';

export const POST = route('POST /api/v1/sources/{name}/test', async ({ principal, params, json, now }) =>
  sendTestEvent(principal, params.name ?? '', await json(), now),
);
