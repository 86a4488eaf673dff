import { deleteApplication, updateApplication } from '@/lib/applications/change';
import { ApplicationUpdate } from '@/lib/applications/schema';
import { parseInput } from '@/lib/http/parse-input';
import { route } from '@/lib/http/route';

export const PUT = route('PUT /api/v1/applications/{id}', async ({ principal, id, json, now }) =>
  updateApplication(principal, id('id'), parseInput(ApplicationUpdate, await json()), now),
);
export const DELETE = route('DELETE /api/v1/applications/{id}', async ({ principal, id }) => {
  await deleteApplication(principal, id('id'));
  return { affectedRecords: 1 };
});
