import { listSubscriptions } from '@/lib/events/subscriptions';
import { toWirePage } from '@/lib/format/page';
import { route } from '@/lib/http/route';

export const GET = route('GET /events/v1/subscriptions', async ({ principal, query }) =>
  toWirePage(await listSubscriptions(principal, query), (subscription) => subscription),
);
