import { json, route } from '@/lib/http/route';
import { receiveWebhook } from '@/lib/intake/http-intake';

/** The server answers this before Next sees it, through the same function; this one keeps the path on Next's map. */
export const POST = route('POST /webhooks/{source}', async ({ params, headers, bytes, now }) => {
  const { status, body } = await receiveWebhook(params.source ?? '', { headers, body: await bytes() }, now);
  return json(body, status);
});
