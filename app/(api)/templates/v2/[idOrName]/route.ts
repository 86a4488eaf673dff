import { route } from '@/lib/http/route';
import { deleteTemplate } from '@/lib/templates/delete';
import { updateTemplate } from '@/lib/templates/update';

export const PUT = route('PUT /templates/v2/{idOrName}', async ({ principal, params, json, now }) => ({
  affectedRecords: await updateTemplate(principal, params.idOrName ?? '', await json(), now),
}));
export const DELETE = route('DELETE /templates/v2/{idOrName}', async ({ principal, params }) => ({
  affectedRecords: await deleteTemplate(principal, params.idOrName ?? ''),
}));
