import { createFunction } from '@/lib/functions/create';
import { listFunctions, toWireFunction } from '@/lib/functions/view';
import { route } from '@/lib/http/route';

export const GET = route('GET /tasks/v1/functions', async ({ principal }) => {
  const data = await listFunctions(principal);
  return { query: '', page: { total: data.length, offset: 0, limit: data.length }, data };
});
export const POST = route('POST /tasks/v1/functions', async ({ principal, json, now }) => {
  const { fn, signingSecret } = await createFunction(principal, await json(), now);
  const wire = toWireFunction(fn);
  return signingSecret === undefined ? wire : { ...wire, http: { ...wire.http, secret: signingSecret } };
});
