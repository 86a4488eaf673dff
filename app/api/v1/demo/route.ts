import { installExample } from '@/lib/console/install-example';
import { route } from '@/lib/http/route';

export const POST = route(({ principal, now }) => installExample(principal, now));
