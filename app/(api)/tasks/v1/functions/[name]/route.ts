import { deleteFunction } from '@/lib/functions/delete';
import { updateFunction } from '@/lib/functions/update';
import { viewFunction } from '@/lib/functions/view';
import { route } from '@/lib/http/route';

export const GET = route('GET /tasks/v1/functions/{name}', ({ principal, params }) =>
  viewFunction(principal, params.name ?? ''),
);
export const PUT = route('PUT /tasks/v1/functions/{name}', async ({ principal, params, json, now }) => ({
  affectedRecords: await updateFunction(principal, params.name ?? '', await json(), now),
}));
export const DELETE = route('DELETE /tasks/v1/functions/{name}', async ({ principal, params }) => ({
  affectedRecords: await deleteFunction(principal, params.name ?? ''),
}));
