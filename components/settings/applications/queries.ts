import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type {
  ApplicationInput,
  ApplicationUpdate,
  ApplicationView,
  CreatedApplication,
} from '@/lib/applications/schema';
import { apiGet, apiSend } from '@/lib/http/client';

export const applicationsQuery = queryOptions({
  queryKey: ['settings', 'applications'],
  queryFn: ({ signal }) => apiGet<ApplicationView[]>('/api/v1/applications', signal),
});

/** A change of applications, after which their list is read again. */
function useApplicationMutation<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: () => client.invalidateQueries({ queryKey: applicationsQuery.queryKey }),
  });
}

export const useCreateApplication = () =>
  useApplicationMutation((body: ApplicationInput) =>
    apiSend<CreatedApplication>('POST', '/api/v1/applications', { body }),
  );

export const useUpdateApplication = (id: string) =>
  useApplicationMutation((body: ApplicationUpdate) =>
    apiSend<ApplicationView>('PUT', `/api/v1/applications/${id}`, { body }),
  );

export const useDisableApplication = (id: string) =>
  useApplicationMutation<void, unknown>(() =>
    apiSend('PUT', `/api/v1/applications/${id}`, { body: { enabled: false } }),
  );

export const useRotateSecret = (id: string) =>
  useApplicationMutation<void, { secret: string }>(() => apiSend('POST', `/api/v1/applications/${id}/rotate`));

export const useDeleteApplication = (id: string) =>
  useApplicationMutation<void, unknown>(() => apiSend('DELETE', `/api/v1/applications/${id}`));
