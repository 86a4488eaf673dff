import { fetchEvents } from '@/components/data/event-queries';
import type { Preview } from '@/lib/console/schema';
import type { Dispatcher } from '@/lib/dispatchers/schema';
import type { JsonObject } from '@/lib/format/json';
import { apiGet, apiSend } from '@/lib/http/client';

/**
 * The data that a dispatcher's task would have for the newest event of its type, as the engine itself would make it.
 * @throws Error that says in words why there is none; ApiError.
 */
export async function readTaskData(dispatcherId: string, functionName: string): Promise<JsonObject> {
  const page = await apiGet<{ data: Dispatcher[] }>(`/dispatchers/v1/?eq(id,${dispatcherId})&limit(1)`);
  const [dispatcher] = page.data;
  const action = dispatcher?.actions.find((one) => one.type === 'task' && one.functionName === functionName);
  if (!dispatcher || !action) throw new Error('This dispatcher does not call the function any more.');
  const [event] = (await fetchEvents({ type: dispatcher.eventType }, { limit: 1 })).data;
  if (!event) throw new Error(`No “${dispatcher.eventType}” event is stored: send one first.`);
  const body = { actions: [action], event: { id: event.id } };
  const [plan] = (await apiSend<Preview>('POST', '/api/v1/preview', { body })).plans;
  if (plan?.status === 'problem') {
    throw new Error(
      `For the newest event there is a problem: ${plan.problems.map(({ message }) => message).join('; ')}`,
    );
  }
  if (plan?.effect.type !== 'task') throw new Error('This dispatcher brings about no task for its newest event.');
  return plan.effect.data;
}
