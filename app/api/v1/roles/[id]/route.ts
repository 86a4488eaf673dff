import { parseInput } from '@/lib/http/parse-input';
import { route } from '@/lib/http/route';
import { RoleInput } from '@/lib/roles/schema';
import { deleteRole, updateRole } from '@/lib/roles/write';

export const PUT = route('PUT /api/v1/roles/{id}', async ({ principal, id, json, now }) =>
  updateRole(principal, id('id'), parseInput(RoleInput, await json()), now),
);
export const DELETE = route('DELETE /api/v1/roles/{id}', async ({ principal, id }) => {
  await deleteRole(principal, id('id'));
  return { affectedRecords: 1 };
});
