import { viewFunctionCode } from '@/lib/functions/view-code';
import { route } from '@/lib/http/route';

export const GET = route('GET /api/v1/functions/{name}/code', ({ principal, params }) =>
  viewFunctionCode(principal, params.name ?? ''),
);
