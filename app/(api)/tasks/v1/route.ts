import { route } from '@/lib/http/route';
import { createTask } from '@/lib/tasks/create';
import { listTasks } from '@/lib/tasks/list';
import { toWireTask } from '@/lib/tasks/to-wire';

export const GET = route(async ({ principal, query }) => {
  const page = await listTasks(principal, query);
  return { ...page, data: page.data.map(toWireTask) };
});
export const POST = route(async ({ principal, json, now }) =>
  toWireTask(await createTask(principal, await json(), now)),
);
