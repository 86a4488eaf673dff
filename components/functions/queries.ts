import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { FunctionBody } from '@/components/functions/form-values';
import type { TaskDetail } from '@/lib/console/schema';
import type { JsonObject, JsonValue } from '@/lib/format/json';
import type { FunctionCodeView, FunctionDetail, FunctionSummary } from '@/lib/functions/usage/schema';
import { ApiError, apiGet, apiSend } from '@/lib/http/client';

const POLL_MS = 10_000;
const CONSOLE = '/api/v1/functions';
const CONTRACT = '/tasks/v1/functions';

export const functionListQuery = queryOptions({
  queryKey: ['functions', 'summaries'],
  queryFn: ({ signal }) => apiGet<FunctionSummary[]>(CONSOLE, signal),
  refetchInterval: POLL_MS,
});

export const functionQuery = (name: string) =>
  queryOptions({
    queryKey: ['functions', 'one', name],
    queryFn: ({ signal }) => apiGet<FunctionDetail>(`${CONSOLE}/${name}`, signal),
  });

/** What is in the zip; only who may replace it may see it. */
export const functionCodeQuery = (name: string) =>
  queryOptions({
    queryKey: ['functions', 'code', name],
    queryFn: ({ signal }) => apiGet<FunctionCodeView>(`${CONSOLE}/${name}/code`, signal),
    // The form takes it over once: it is not exchanged under somebody's hands.
    refetchOnWindowFocus: false,
  });

function useRefresh() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['functions'] });
}

/** Makes a function; the answer of an HTTP function holds its signing secret, this once. */
export function useCreateFunction() {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (body: FunctionBody) =>
      apiSend<{ name: string; http?: { secret: string } }>('POST', CONTRACT, { body }),
    onSuccess,
  });
}

export function useSaveFunction(name: string) {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: (body: FunctionBody) => apiSend<unknown>('PUT', `${CONTRACT}/${name}`, { body }),
    onSuccess,
  });
}

export function useEnableFunction(name: string) {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: (enabled: boolean) => apiSend<unknown>('POST', `${CONTRACT}/${name}/${enabled ? 'enable' : 'disable'}`),
    onSettled,
  });
}

export function useDeleteFunction(name: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => apiSend<unknown>('DELETE', `${CONTRACT}/${name}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['functions', 'summaries'] }),
  });
}

/** Gives an HTTP function a new signing secret and answers it, this once. */
export function useRotateSigningSecret(name: string) {
  const onSuccess = useRefresh();
  return useMutation({
    mutationFn: () => apiSend<{ secret: string }>('POST', `${CONSOLE}/${name}/rotate`),
    onSuccess,
  });
}

/** What came of a test run. */
export interface TestRun {
  error?: { name?: string | undefined; message: string };
  result?: JsonValue | undefined;
  /** The task that it was stored as, with log and times; absent when nothing was run, or the caller may not see it. */
  task?: TaskDetail;
}

const READ_LATER = new Set([10, 16]);
/** Codes of a function that could not be run, and of one that failed. */
const FAILED_RUN = new Set([1405, 1406]);

/** Runs the function now, as it is stored, and waits for it. A failure of the function is an answer, too. */
export function useTestRun(name: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: async (data: JsonObject): Promise<TestRun> => {
      try {
        const path = `${CONTRACT}/${name}/execute`;
        const { id, result } = await apiSend<{ id: string; result: JsonValue }>('POST', path, { body: { data } });
        return { result, ...(await readTask(id)) };
      } catch (error) {
        if (!(error instanceof ApiError) || !FAILED_RUN.has(error.code)) throw error;
        const read = await readTask(error.body.taskId);
        const { name: type, message } = read.task?.error ?? { name: undefined, message: error.message };
        return { error: { name: type, message }, ...read };
      }
    },
    onSettled: refresh,
  });
}

async function readTask(id: unknown): Promise<{ task?: TaskDetail }> {
  if (typeof id !== 'string') return {};
  try {
    return { task: await apiGet<TaskDetail>(`/api/v1/tasks/${id}`) };
  } catch (error) {
    if (error instanceof ApiError && READ_LATER.has(error.code)) return {};
    throw error;
  }
}
