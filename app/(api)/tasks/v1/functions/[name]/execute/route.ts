import { executeFunction } from '@/lib/functions/execute';
import { route } from '@/lib/http/route';

export const POST = route('POST /tasks/v1/functions/{name}/execute', async ({ principal, params, json, now }) =>
  executeFunction(principal, params.name ?? '', await json(), now),
);
