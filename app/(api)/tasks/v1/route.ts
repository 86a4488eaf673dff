import { toWirePage } from '@/lib/format/page';
import { toWireCreated } from '@/lib/http/idempotency-key';
import { route } from '@/lib/http/route';
import { createTask } from '@/lib/tasks/create';
import { listTasks } from '@/lib/tasks/list';
import { toWireTask } from '@/lib/tasks/to-wire';

export const GET = route('GET /tasks/v1', async ({ principal, query }) =>
  toWirePage(await listTasks(principal, query), toWireTask),
);
export const POST = route('POST /tasks/v1', async ({ principal, headers, json, now }) =>
  toWireCreated(await createTask(principal, await json(), now, headers['idempotency-key']), toWireTask),
);
