import { readTokenRequest, toOAuth2Error } from '@/lib/auth/oauth2-http';
import { issueOAuth2Tokens } from '@/lib/auth/oauth2-tokens';
import { json, route } from '@/lib/http/route';

export const POST = route('POST /auth/v2/oauth2/tokens', async ({ headers, bytes, address, now }) => {
  try {
    const { body, basic } = readTokenRequest(headers, await bytes());
    return json(await issueOAuth2Tokens(body, basic, address, now));
  } catch (error) {
    return toOAuth2Error(error);
  }
});
