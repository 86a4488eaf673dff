import { setFunctionEnabled } from '@/lib/functions/update';
import { route } from '@/lib/http/route';

export const POST = route(async ({ principal, params, now }) => ({
  affectedRecords: await setFunctionEnabled(principal, params.name ?? '', true, now),
}));
