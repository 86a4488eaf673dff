import { parseInput } from '@/lib/http/parse-input';
import { json, route } from '@/lib/http/route';
import { changeOwnPassword } from '@/lib/users/change-password';
import { PasswordChange } from '@/lib/users/schema';

export const POST = route('POST /api/v1/me/password', async ({ principal, headers, json: body, address, now }) => {
  const place = { address, userAgent: headers['user-agent'] };
  const cookie = await changeOwnPassword(principal, parseInput(PasswordChange, await body()), place, now);
  return json({}, 200, cookie === undefined ? {} : { 'set-cookie': cookie });
});
