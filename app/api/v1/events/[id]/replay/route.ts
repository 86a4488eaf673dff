import { route } from '@/lib/http/route';
import { replayEvent } from '@/lib/replay/replay';

export const POST = route('POST /api/v1/events/{id}/replay', async ({ principal, id, json, now }) =>
  replayEvent(principal, id('id'), await json(), now),
);
