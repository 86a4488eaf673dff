import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { fetchEvents } from '@/components/data/event-queries';
import type { DispatcherSave } from '@/components/dispatchers/form-values';
import { type ListRequest, toDispatcherPath, toListPath } from '@/components/dispatchers/list-path';
import type { Effect, EffectInput, EventPreviews, PreviewEventsInput } from '@/lib/back-test/schema';
import type { Preview, PreviewInput } from '@/lib/console/schema';
import type { Dispatcher, DispatcherFacets, DispatcherList, RevisionList } from '@/lib/dispatchers/schema';
import { resourceUnknown } from '@/lib/errors/service-error';
import { ApiError, apiGet, apiSend } from '@/lib/http/client';

const PREVIEW_EVENTS = 20;
const PREVIEW_EVENTS_POLL_MS = 10_000;
const LIST_POLL_MS = 15_000;

interface PageOf<T> {
  page: { total: number; offset: number; limit: number };
  data: T[];
}

export const dispatcherListQuery = (request: ListRequest) =>
  queryOptions({
    queryKey: ['dispatchers', 'list', request],
    queryFn: ({ signal }) => apiGet<DispatcherList>(toListPath(request), signal),
    placeholderData: keepPreviousData,
    refetchInterval: LIST_POLL_MS,
  });

/** Event types and tags to filter by. */
export const facetsQuery = queryOptions({
  queryKey: ['dispatchers', 'facets'],
  queryFn: ({ signal }) => apiGet<DispatcherFacets>('/api/v1/dispatchers/facets', signal),
  staleTime: 30_000,
});

/** What a dispatcher was, the newest first. */
export const revisionsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['dispatchers', 'revisions', id],
    queryFn: ({ pageParam, signal }) =>
      apiGet<RevisionList>(`/api/v1/dispatchers/${id}/revisions${pageParam && `?before=${pageParam}`}`, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextBefore,
  });

export const dispatcherQuery = (id: string) =>
  queryOptions({
    queryKey: ['dispatchers', 'one', id],
    queryFn: async ({ signal }) => {
      const page = await apiGet<PageOf<Dispatcher>>(toDispatcherPath(id), signal);
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

export const fetchPreviewEvents = (input: PreviewEventsInput, signal: AbortSignal) =>
  apiSend<EventPreviews>('POST', '/api/v1/preview/events', { body: input, signal });

/** What saving a draft would change for the newest events. */
export const effectQuery = (input: EffectInput) =>
  queryOptions({
    queryKey: ['effect', input],
    queryFn: ({ signal }) => apiSend<Effect>('POST', '/api/v1/preview/effect', { body: input, signal }),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });

/** Saves a whole dispatcher: without `id` a new one. With `guard`, only when nobody saved since. Answers what is stored. */
export function useSaveDispatcher(id?: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ draft, guard }: { draft: DispatcherSave; guard?: number | undefined }) =>
      id ? putDispatcher(id, draft, guard) : apiSend<Dispatcher>('POST', '/dispatchers/v1/', { body: draft }),
    onSuccess: (saved) => noteSaved(client, saved),
  });
}

/** Puts back what a dispatcher was before `saved`, unless somebody saved since. */
export async function undoSave(client: QueryClient, before: Dispatcher, saved: Dispatcher): Promise<void> {
  const { eventType, name, description, enabled, tags, actions } = before;
  const draft = { eventType, name, description, enabled, tags, actions };
  noteSaved(client, await putDispatcher(before.id, draft, saved.updateTimestamp));
}

function putDispatcher(id: string, draft: DispatcherSave, guard: number | undefined): Promise<Dispatcher> {
  return apiSend<Dispatcher>('PUT', `/api/v1/dispatchers/${id}`, { body: { ...draft, updateTimestamp: guard } });
}

function noteSaved(client: QueryClient, saved: Dispatcher): void {
  client.setQueryData(dispatcherQuery(saved.id).queryKey, saved);
  void client.invalidateQueries({ queryKey: ['dispatchers', 'list'] });
  void client.invalidateQueries({ queryKey: ['dispatchers', 'facets'] });
  void client.invalidateQueries({ queryKey: ['dispatchers', 'revisions', saved.id] });
  void client.invalidateQueries({ queryKey: ['event-types'] });
}

export function useDeleteDispatcher(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => apiSend<unknown>('DELETE', `/dispatchers/v1/${id}`),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['dispatchers', 'list'] });
      void client.invalidateQueries({ queryKey: ['dispatchers', 'facets'] });
    },
  });
}

/** Brings a deleted dispatcher back, as it was. */
export async function undoDelete(client: QueryClient, id: string): Promise<void> {
  noteSaved(client, await apiSend<Dispatcher>('POST', `/api/v1/dispatchers/${id}/restore`));
}

/** Lets a dispatcher listen or not. */
export function useEnableDispatcher(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (enabled: boolean) => apiSend<unknown>('PUT', `/dispatchers/v1/${id}`, { body: { enabled } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['dispatchers'] }),
  });
}
