import { createApiToken, listApiTokens } from '@/lib/auth/api-tokens';
import { ApiTokenInput } from '@/lib/auth/schema';
import { parseInput } from '@/lib/http/parse-input';
import { route } from '@/lib/http/route';

export const GET = route('GET /api/v1/tokens', ({ principal, query }) => listApiTokens(principal, query));
export const POST = route('POST /api/v1/tokens', async ({ principal, json, now }) =>
  createApiToken(principal, parseInput(ApiTokenInput, await json()), now),
);
