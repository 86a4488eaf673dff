import { route } from '@/lib/http/route';
import { replayMatchingEvents } from '@/lib/replay/replay';

export const POST = route('POST /api/v1/replay', async ({ principal, json }) =>
  replayMatchingEvents(principal, await json()),
);
