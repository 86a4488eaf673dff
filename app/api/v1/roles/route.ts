import { parseInput } from '@/lib/http/parse-input';
import { route } from '@/lib/http/route';
import { listRoles } from '@/lib/roles/list';
import { RoleInput } from '@/lib/roles/schema';
import { createRole } from '@/lib/roles/write';

export const GET = route('GET /api/v1/roles', ({ principal }) => listRoles(principal));
export const POST = route('POST /api/v1/roles', async ({ principal, json, now }) =>
  createRole(principal, parseInput(RoleInput, await json()), now),
);
