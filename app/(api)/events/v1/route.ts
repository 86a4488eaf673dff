import { listEvents } from '@/lib/events/list';
import { toWireEvent } from '@/lib/events/to-wire';
import { toWirePage } from '@/lib/format/page';
import { route } from '@/lib/http/route';
import { receiveApiEvent } from '@/lib/intake/http-intake';

export const GET = route('GET /events/v1', async ({ principal, query }) =>
  toWirePage(await listEvents(principal, query), toWireEvent),
);
/** The server answers this before Next sees it, through the same function; this one keeps the path on Next's map. */
export const POST = route('POST /events/v1', async ({ principal, headers, bytes, now }) => {
  const { event, result } = await receiveApiEvent(principal, { headers, body: await bytes() }, now);
  return toWireEvent({ ...event, ...result });
});
