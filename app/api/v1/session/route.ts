import { signIn, signOut } from '@/lib/auth/sign-in';
import { json, route } from '@/lib/http/route';

export const POST = route(
  async ({ headers, json: body, address, now }) => {
    const { me, cookie } = await signIn(await body(), headers, address, now);
    return json(me, 200, { 'set-cookie': cookie });
  },
  { access: 'public' },
);
export const DELETE = route(async ({ headers, now }) => json({}, 200, { 'set-cookie': await signOut(headers, now) }), {
  access: 'public',
});
