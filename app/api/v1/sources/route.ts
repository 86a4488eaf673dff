import { route } from '@/lib/http/route';
import { createSource } from '@/lib/sources/create';
import { listSources } from '@/lib/sources/list';

export const GET = route('GET /api/v1/sources', ({ principal, now }) => listSources(principal, now));
export const POST = route('POST /api/v1/sources', async ({ principal, json, now }) =>
  createSource(principal, await json(), now),
);
