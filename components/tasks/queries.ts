import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { LiveSource } from '@/components/data/live-list';
import { useLiveDetail } from '@/components/data/use-live-detail';
import type { TaskDetail } from '@/lib/console/schema';
import type { JsonObject } from '@/lib/format/json';
import { apiGet, apiSend } from '@/lib/http/client';
import type { ScheduleInput } from '@/lib/schedules/schema';
import type { Task, TaskInput } from '@/lib/tasks/schema';

export const SCHEDULES_PAGE_SIZE = 50;

export const TASKS: LiveSource<Task> = {
  name: 'tasks',
  path: '/api/v1/tasks',
  concerns: (message) => (message.kind === 'task' ? message.data.id : undefined),
};

const taskQuery = (id: string) =>
  queryOptions({
    queryKey: ['tasks', 'one', id],
    queryFn: ({ signal }) => apiGet<TaskDetail>(`/api/v1/tasks/${id}`, signal),
  });

/** One task with its log, as it is now. */
export function useTask(id: string) {
  return useLiveDetail(taskQuery(id), {
    concerns: (message) => message.kind === 'task' && message.data.id === id,
    isUnderWay: ({ status }) => status === 'inProgress',
  });
}

/** Runs a task again. Answers the new task that does so; the same one when it only waited for its next attempt. */
export function useRetryTask(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => apiSend<TaskDetail>('POST', `/api/v1/tasks/${id}/retry`),
    onSettled: () => client.invalidateQueries({ queryKey: taskQuery(id).queryKey }),
  });
}

export function useCancelTask(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => apiSend<unknown>('POST', `/tasks/v1/${id}/cancel`),
    onSettled: () => client.invalidateQueries({ queryKey: taskQuery(id).queryKey }),
  });
}

export function useCreateTask() {
  return useMutation({
    mutationFn: (body: TaskInput) => apiSend<{ id: string }>('POST', '/tasks/v1/', { body }),
  });
}

interface FunctionName {
  name: string;
  description?: string;
  enabled: boolean;
}

export const functionNamesQuery = queryOptions({
  queryKey: ['functions', 'filter'],
  queryFn: async ({ signal }) => (await apiGet<{ data: FunctionName[] }>('/tasks/v1/functions', signal)).data,
  staleTime: 30_000,
});

/** A schedule as `tasks/v1` shows it: times in ISO 8601. */
export interface WireSchedule {
  id: string;
  functionName: string;
  /** Seconds. */
  interval: number;
  data: JsonObject;
  priority?: number;
  startTimestamp: string;
  nextTimestamp: string;
}

interface SchedulePage {
  data: WireSchedule[];
  page: { total: number };
}

export const schedulesQuery = (page: number) =>
  queryOptions({
    queryKey: ['schedules', page],
    queryFn: ({ signal }) => {
      const offset = (page - 1) * SCHEDULES_PAGE_SIZE;
      return apiGet<SchedulePage>(`/tasks/v1/schedules?sort(-id)&limit(${SCHEDULES_PAGE_SIZE},${offset})`, signal);
    },
    // The next run of each moves on by itself.
    refetchInterval: 10_000,
  });

export function useCreateSchedule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ScheduleInput) => apiSend<WireSchedule>('POST', '/tasks/v1/schedules', { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['schedules'] }),
  });
}

export function useDeleteSchedule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => apiSend<unknown>('DELETE', `/tasks/v1/schedules/${id}`),
    onSettled: () => client.invalidateQueries({ queryKey: ['schedules'] }),
  });
}
