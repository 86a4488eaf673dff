import { installExample } from '@/lib/console/install-example';
import { route } from '@/lib/http/route';

export const POST = route('POST /api/v1/demo', ({ principal, now }) => installExample(principal, now));
