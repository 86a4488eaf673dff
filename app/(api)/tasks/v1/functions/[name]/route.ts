import { deleteFunction } from '@/lib/functions/delete';
import { updateFunction } from '@/lib/functions/update';
import { viewFunction } from '@/lib/functions/view';
import { route } from '@/lib/http/route';

export const GET = route(({ principal, params }) => viewFunction(principal, params.name ?? ''));
export const PUT = route(
  async ({ principal, params, json, now }) => ({
    affectedRecords: await updateFunction(principal, params.name ?? '', await json(), now),
  }),
  { upload: true },
);
export const DELETE = route(async ({ principal, params }) => ({
  affectedRecords: await deleteFunction(principal, params.name ?? ''),
}));
