import { infiniteQueryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { ApiTokenInput, ApiTokenList, CreatedApiToken } from '@/lib/auth/schema';
import { apiGet, apiSend } from '@/lib/http/client';

export const tokenListQuery = infiniteQueryOptions({
  queryKey: ['settings', 'tokens'],
  queryFn: ({ signal, pageParam }) =>
    apiGet<ApiTokenList>(`/api/v1/tokens${pageParam ? `?before=${pageParam}` : ''}`, signal),
  initialPageParam: '',
  getNextPageParam: (last) => last.nextBefore,
});

export function useCreateToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ApiTokenInput) => apiSend<CreatedApiToken>('POST', '/api/v1/tokens', { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: tokenListQuery.queryKey }),
  });
}

export function useRevokeToken(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => apiSend<unknown>('DELETE', `/api/v1/tokens/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: tokenListQuery.queryKey }),
  });
}
