import { parseInput } from '@/lib/http/parse-input';
import { route } from '@/lib/http/route';
import { deleteUser } from '@/lib/users/delete';
import { getUserView } from '@/lib/users/list';
import { UserUpdate } from '@/lib/users/schema';
import { updateUser } from '@/lib/users/update';

export const GET = route('GET /api/v1/users/{id}', ({ principal, id }) => getUserView(principal, id('id')));
export const PUT = route('PUT /api/v1/users/{id}', async ({ principal, id, json, now }) =>
  updateUser(principal, id('id'), parseInput(UserUpdate, await json()), now),
);
export const DELETE = route('DELETE /api/v1/users/{id}', async ({ principal, id }) => {
  await deleteUser(principal, id('id'));
  return { affectedRecords: 1 };
});
