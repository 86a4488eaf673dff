import { setUp } from '@/lib/auth/sign-in';
import { json, route } from '@/lib/http/route';

export const POST = route('POST /api/v1/set-up', async ({ headers, json: body, address, now }) => {
  const { me, cookie } = await setUp(await body(), headers, address, now);
  return json(me, 200, { 'set-cookie': cookie });
});
