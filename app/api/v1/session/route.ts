import { signIn, signOut } from '@/lib/auth/sign-in';
import { json, jsonWithCookies, route } from '@/lib/http/route';

export const POST = route('POST /api/v1/session', async ({ headers, json: body, address, now }) => {
  const { me, cookies } = await signIn(await body(), headers, address, now);
  return jsonWithCookies(me, cookies);
});
export const DELETE = route('DELETE /api/v1/session', async ({ headers, now }) =>
  json({}, 200, { 'set-cookie': await signOut(headers, now) }),
);
