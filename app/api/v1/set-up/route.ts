import { setUp } from '@/lib/auth/sign-in';
import { jsonWithCookies, route } from '@/lib/http/route';

export const POST = route('POST /api/v1/set-up', async ({ headers, json: body, address, now }) => {
  const { me, cookies } = await setUp(await body(), headers, address, now);
  return jsonWithCookies(me, cookies);
});
