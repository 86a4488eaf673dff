import { signInByLink } from '@/lib/auth/sign-in';
import { jsonWithCookies, route } from '@/lib/http/route';

export const POST = route('POST /api/v1/password', async ({ headers, json: body, address, now }) => {
  const { me, cookies } = await signInByLink(await body(), headers, address, now);
  return jsonWithCookies(me, cookies);
});
