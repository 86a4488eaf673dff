import { signInByLink } from '@/lib/auth/sign-in';
import { json, route } from '@/lib/http/route';

export const POST = route('POST /api/v1/password', async ({ headers, json: body, address, now }) => {
  const { me, cookie } = await signInByLink(await body(), headers, address, now);
  return json(me, 200, { 'set-cookie': cookie });
});
