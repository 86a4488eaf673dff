import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { fetchEvents } from '@/components/data/event-queries';
import { apiGet, apiSend } from '@/lib/http/client';
import type { LocalizationTable } from '@/lib/localizations/schema';
import type {
  Template,
  TemplateInput,
  TemplateList,
  TemplateOrder,
  TemplatePreview,
  TemplatePreviewInput,
  TemplateUsage,
  TestMail,
  TestMailInput,
} from '@/lib/templates/schema';

export const PAGE_SIZE = 50;
/** How many of the newest events a preview steps through, and of how many types. */
const PREVIEW_EVENTS = 20;
const PREVIEW_TYPES = 5;
const POLL_MS = 10_000;

export interface ListRequest {
  search: string;
  sort: TemplateOrder;
  /** Counted from 1. */
  page: number;
}

export const templateListQuery = ({ search, sort, page }: ListRequest) =>
  queryOptions({
    queryKey: ['templates', 'list', { search, sort, page }],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ sort, limit: String(PAGE_SIZE), offset: String((page - 1) * PAGE_SIZE) });
      if (search.trim()) query.set('search', search.trim());
      return apiGet<TemplateList>(`/api/v1/templates?${query}`, signal);
    },
    placeholderData: keepPreviousData,
  });

export const templateQuery = (id: string) =>
  queryOptions({
    queryKey: ['templates', 'one', id],
    queryFn: ({ signal }) => apiGet<Template>(`/api/v1/templates/${id}`, signal),
    // The form takes it over once; loading it again underneath would change nothing that is seen.
    refetchOnWindowFocus: false,
  });

export const usageQuery = (id: string) =>
  queryOptions({
    queryKey: ['templates', 'usage', id],
    queryFn: ({ signal }) => apiGet<TemplateUsage>(`/api/v1/templates/${id}/usage`, signal),
  });

/** The newest events of these types, newest first. */
export const previewEventsQuery = (types: readonly string[]) =>
  queryOptions({
    queryKey: ['events', 'preview', types],
    queryFn: async ({ signal }) => {
      const wanted = types.slice(0, PREVIEW_TYPES);
      const lists = await Promise.all(wanted.map((type) => fetchEvents({ type }, { limit: PREVIEW_EVENTS }, signal)));
      const events = lists.flatMap(({ data }) => data);
      return events.sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, PREVIEW_EVENTS);
    },
    refetchInterval: POLL_MS,
    enabled: types.length > 0,
  });

/** The languages that localizations have texts in. */
export const languagesQuery = queryOptions({
  queryKey: ['localizations', 'languages'],
  queryFn: async ({ signal }) =>
    (await apiGet<LocalizationTable>('/api/v1/localizations?limit=1', signal)).languages.map(({ code }) => code),
  staleTime: 30_000,
});

export const fetchTemplatePreview = (body: TemplatePreviewInput, signal: AbortSignal) =>
  apiSend<TemplatePreview>('POST', '/api/v1/templates/preview', { body, signal });

/** Makes a template. Answers what is stored. */
export function useCreateTemplate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: TemplateInput) => apiSend<{ id: string }>('POST', '/templates/v2/', { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['templates'] }),
  });
}

/** Saves a whole template over the one that was loaded at `updateTimestamp`; `null` takes away what is stored. */
export function useSaveTemplate(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ input, updateTimestamp }: { input: TemplateInput; updateTimestamp: number }) => {
      const body = { description: null, inputs: null, ...input, updateTimestamp };
      await apiSend<unknown>('PUT', `/templates/v2/${id}`, { body });
      return client.fetchQuery({ ...templateQuery(id), staleTime: 0 });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['templates', 'list'] }),
  });
}

export function useDeleteTemplate(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => apiSend<unknown>('DELETE', `/templates/v2/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['templates', 'list'] }),
  });
}

export function useSendTestMail() {
  return useMutation({
    mutationFn: (body: TestMailInput) => apiSend<TestMail>('POST', '/api/v1/templates/test-mail', { body }),
  });
}

/** Makes a localization that a template names and that is not there. */
export function useCreateText() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (localization: { key: string; text: Record<string, string> }) =>
      apiSend<unknown>('POST', '/localizations/v1/', { body: { localizations: [localization] } }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['localizations'] }),
        client.invalidateQueries({ queryKey: ['template-preview'] }),
      ]),
  });
}
