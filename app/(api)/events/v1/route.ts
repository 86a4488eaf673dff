import { listEvents } from '@/lib/events/list';
import { toWireEvent } from '@/lib/events/to-wire';
import { route } from '@/lib/http/route';
import { receiveApiEvent } from '@/lib/intake/http-intake';

export const GET = route(async ({ principal, query }) => {
  const page = await listEvents(principal, query);
  return { ...page, data: page.data.map(toWireEvent) };
});
/** The server answers this before Next sees it, through the same function; this one keeps the path on Next's map. */
export const POST = route(async ({ principal, headers, bytes, now }) => {
  const { event, result } = await receiveApiEvent(principal, { headers, body: await bytes() }, now);
  return toWireEvent({ ...event, ...result });
});
