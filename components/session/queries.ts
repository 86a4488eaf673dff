import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Me, SetUpInput, SignInInput } from '@/lib/auth/schema';
import type { ServerStatus } from '@/lib/console/schema';
import { apiGet, apiSend } from '@/lib/http/client';
import type { ChosenPassword } from '@/lib/users/schema';

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => apiGet<Me>('/api/v1/me', signal),
  staleTime: 60_000,
});

export const serverStatusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => apiGet<ServerStatus>('/api/v1/status', signal),
});

/** Signs in; the server sets the session cookie. */
export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SignInInput) => apiSend<Me>('POST', '/api/v1/session', { body: input }),
    onSuccess: (me) => client.setQueryData(meQuery.queryKey, me),
  });
}

/** Makes the first administrator and signs in as them. */
export function useSetUp() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SetUpInput) => apiSend<Me>('POST', '/api/v1/set-up', { body: input }),
    onSuccess: (me) => client.setQueryData(meQuery.queryKey, me),
  });
}

/** Takes the password that was chosen by a one-time link, and signs in. */
export function useChoosePassword() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: ChosenPassword) => apiSend<Me>('POST', '/api/v1/password', { body: input }),
    onSuccess: (me) => client.setQueryData(meQuery.queryKey, me),
  });
}

export function useSignOut() {
  return useMutation({ mutationFn: () => apiSend<void>('DELETE', '/api/v1/session') });
}
