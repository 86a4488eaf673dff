import { toWirePage } from '@/lib/format/page';
import { route } from '@/lib/http/route';
import { createSchedule } from '@/lib/schedules/create';
import { listSchedules } from '@/lib/schedules/list';
import { toWireSchedule } from '@/lib/schedules/to-wire';

export const GET = route('GET /tasks/v1/schedules', async ({ principal, query }) =>
  toWirePage(await listSchedules(principal, query), toWireSchedule),
);
export const POST = route('POST /tasks/v1/schedules', async ({ principal, json, now }) =>
  toWireSchedule(await createSchedule(principal, await json(), now)),
);
