import { setFunctionEnabled } from '@/lib/functions/update';
import { route } from '@/lib/http/route';

export const POST = route('POST /tasks/v1/functions/{name}/disable', async ({ principal, params, now }) => ({
  affectedRecords: await setFunctionEnabled(principal, params.name ?? '', false, now),
}));
