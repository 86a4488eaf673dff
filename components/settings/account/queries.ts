import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { meQuery } from '@/components/session/queries';
import type { Me } from '@/lib/auth/schema';
import { apiGet, apiSend } from '@/lib/http/client';
import type { DetailsForm, PasswordChange, SessionView } from '@/lib/users/schema';

export const ownSessionsQuery = queryOptions({
  queryKey: ['settings', 'own-sessions'],
  queryFn: ({ signal }) => apiGet<SessionView[]>('/api/v1/me/sessions', signal),
});

export function useUpdateMe() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: z.output<typeof DetailsForm>) => apiSend<Me>('PUT', '/api/v1/me', { body }),
    onSuccess: (me) => {
      client.setQueryData(meQuery.queryKey, me);
      void client.invalidateQueries({ queryKey: ['settings', 'users'] });
    },
  });
}

/** A change after which other sessions than this one have ended. */
function useSessionMutation<Input>(mutationFn: (input: Input) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: () => client.invalidateQueries({ queryKey: ownSessionsQuery.queryKey }),
  });
}

export const useChangePassword = () =>
  useSessionMutation((body: PasswordChange) => apiSend('POST', '/api/v1/me/password', { body }));

export const useEndOwnSession = () =>
  useSessionMutation((id: string) => apiSend('DELETE', `/api/v1/me/sessions/${id}`));

export const useEndOtherSessions = () => useSessionMutation<void>(() => apiSend('DELETE', '/api/v1/me/sessions'));
