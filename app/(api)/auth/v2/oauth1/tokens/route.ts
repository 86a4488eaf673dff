import { issueOAuth1Token } from '@/lib/auth/oauth1-tokens';
import { route } from '@/lib/http/route';

export const POST = route('POST /auth/v2/oauth1/tokens', async ({ headers, json, address, now }) =>
  issueOAuth1Token(headers, await json(), address, now),
);
