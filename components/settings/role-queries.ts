import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { apiGet, apiSend } from '@/lib/http/client';
import type { RoleInput, RoleView } from '@/lib/roles/schema';

export const rolesQuery = queryOptions({
  queryKey: ['settings', 'roles'],
  queryFn: ({ signal }) => apiGet<RoleView[]>('/api/v1/roles', signal),
});

/** Saves a custom role: without `id` a new one. */
export function useSaveRole(id?: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: RoleInput) =>
      id
        ? apiSend<RoleView>('PUT', `/api/v1/roles/${id}`, { body })
        : apiSend<RoleView>('POST', '/api/v1/roles', { body }),
    // A renamed role has another name at its users, too.
    onSuccess: () => client.invalidateQueries({ queryKey: ['settings'] }),
  });
}

export function useDeleteRole(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => apiSend<unknown>('DELETE', `/api/v1/roles/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: rolesQuery.queryKey }),
  });
}
