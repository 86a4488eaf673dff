import { viewFunctionDetail } from '@/lib/functions/detail';
import { route } from '@/lib/http/route';

export const GET = route('GET /api/v1/functions/{name}', ({ principal, params, now }) =>
  viewFunctionDetail(principal, params.name ?? '', now),
);
