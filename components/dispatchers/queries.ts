import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { fetchEvents } from '@/components/data/event-queries';
import type { DispatcherSave } from '@/components/dispatchers/form-values';
import { toListPath } from '@/components/dispatchers/list-path';
import type { Preview, PreviewInput } from '@/lib/console/schema';
import type { Dispatcher } from '@/lib/dispatchers/schema';
import { resourceUnknown } from '@/lib/errors/service-error';
import { ApiError, apiGet, apiSend } from '@/lib/http/client';

const PREVIEW_EVENTS = 20;
const PREVIEW_EVENTS_POLL_MS = 10_000;

interface PageOf<T> {
  page: { total: number; offset: number; limit: number };
  data: T[];
}

export const dispatcherListQuery = (request: { search: string; page: number }) =>
  queryOptions({
    queryKey: ['dispatchers', 'list', request],
    queryFn: ({ signal }) => apiGet<PageOf<Dispatcher>>(toListPath(request), signal),
    placeholderData: keepPreviousData,
  });

export const dispatcherQuery = (id: string) =>
  queryOptions({
    queryKey: ['dispatchers', 'one', id],
    queryFn: async ({ signal }) => {
      const page = await apiGet<PageOf<Dispatcher>>(`/dispatchers/v1/?eq(id,${id})&limit(1)`, signal);
      const [dispatcher] = page.data;
      if (dispatcher) return dispatcher;
      const { code, errorName, message, status } = resourceUnknown('dispatcher', id);
      throw new ApiError(code, errorName, message, status);
    },
    // The form takes it over once; loading it again underneath would change nothing that is seen.
    refetchOnWindowFocus: false,
  });

/** The newest real events of a type, to preview with. */
export const previewEventsQuery = (type: string) =>
  queryOptions({
    queryKey: ['events', 'preview', type],
    queryFn: ({ signal }) => fetchEvents({ type }, { limit: PREVIEW_EVENTS }, signal),
    refetchInterval: PREVIEW_EVENTS_POLL_MS,
    enabled: type !== '',
  });

export const fetchPreview = (input: PreviewInput, signal: AbortSignal) =>
  apiSend<Preview>('POST', '/api/v1/preview', { body: input, signal });

/** Names of things that an action can point to. */
export interface NamedObject {
  id?: string;
  name: string;
  description?: string;
  outputs?: Record<string, string>;
}

export const templatesQuery = queryOptions({
  queryKey: ['templates', 'names'],
  queryFn: async ({ signal }) =>
    (await apiGet<PageOf<NamedObject>>('/templates/v2/?limit(50)&sort(name)', signal)).data,
  staleTime: 30_000,
});

/** One template by its id, for when it is not among the first that are offered. */
export const templateQuery = (id: string) =>
  queryOptions({
    queryKey: ['templates', 'name', id],
    queryFn: async ({ signal }) =>
      (await apiGet<PageOf<NamedObject>>(`/templates/v2/?eq(id,${id})&limit(1)`, signal)).data[0] ?? null,
    staleTime: 30_000,
  });

export const functionsQuery = queryOptions({
  queryKey: ['functions', 'names'],
  queryFn: async ({ signal }) => (await apiGet<PageOf<NamedObject>>('/tasks/v1/functions', signal)).data,
  staleTime: 30_000,
});

/** Saves a whole dispatcher: without `id` a new one. Answers what is stored. */
export function useSaveDispatcher(id?: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: DispatcherSave) =>
      id
        ? apiSend<Dispatcher>('PUT', `/api/v1/dispatchers/${id}`, { body })
        : apiSend<Dispatcher>('POST', '/dispatchers/v1/', { body }),
    onSuccess: (saved) => {
      client.setQueryData(dispatcherQuery(saved.id).queryKey, saved);
      void client.invalidateQueries({ queryKey: ['dispatchers', 'list'] });
      void client.invalidateQueries({ queryKey: ['event-types'] });
    },
  });
}

export function useDeleteDispatcher(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => apiSend<unknown>('DELETE', `/dispatchers/v1/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['dispatchers', 'list'] }),
  });
}

/** Lets a dispatcher listen or not. */
export function useEnableDispatcher(dispatcher: Dispatcher) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (enabled: boolean) =>
      apiSend<unknown>('PUT', `/dispatchers/v1/${dispatcher.id}`, { body: { enabled } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['dispatchers'] }),
  });
}
