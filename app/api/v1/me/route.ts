import { parseInput } from '@/lib/http/parse-input';
import { route } from '@/lib/http/route';
import { viewMe } from '@/lib/users/me';
import { OwnDetails } from '@/lib/users/schema';
import { updateMe } from '@/lib/users/update-me';

export const GET = route('GET /api/v1/me', ({ principal }) => viewMe(principal));
export const PUT = route('PUT /api/v1/me', async ({ principal, json, now }) =>
  updateMe(principal, parseInput(OwnDetails, await json()), now),
);
