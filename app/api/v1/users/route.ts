import { parseInput } from '@/lib/http/parse-input';
import { route } from '@/lib/http/route';
import { createUser } from '@/lib/users/create';
import { listUsers } from '@/lib/users/list';
import { UserInput } from '@/lib/users/schema';

export const GET = route('GET /api/v1/users', ({ principal, query }) => listUsers(principal, query));
export const POST = route('POST /api/v1/users', async ({ principal, json, now }) =>
  createUser(principal, parseInput(UserInput, await json()), now),
);
