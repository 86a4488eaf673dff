import { route } from '@/lib/http/route';
import { deleteSource } from '@/lib/sources/delete';
import { updateSource } from '@/lib/sources/update';

export const PUT = route('PUT /api/v1/sources/{name}', async ({ principal, params, json, now }) => ({
  affectedRecords: await updateSource(principal, params.name ?? '', await json(), now),
}));
export const DELETE = route('DELETE /api/v1/sources/{name}', async ({ principal, params }) => ({
  affectedRecords: await deleteSource(principal, params.name ?? ''),
}));
