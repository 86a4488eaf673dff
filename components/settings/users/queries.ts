import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { apiGet, apiSend } from '@/lib/http/client';
import type {
  CreatedUser,
  PasswordLink,
  SessionView,
  UserInput,
  UserList,
  UserUpdate,
  UserView,
} from '@/lib/users/schema';

export interface UserFilter {
  search: string;
  role: string | null;
  state: string | null;
}

export const userListQuery = ({ search, role, state }: UserFilter) =>
  infiniteQueryOptions({
    queryKey: ['settings', 'users', 'list', search, role, state],
    queryFn: ({ signal, pageParam }) => {
      const query = new URLSearchParams({
        ...(search ? { search } : {}),
        ...(role ? { role } : {}),
        ...(state ? { state } : {}),
        ...(pageParam ? { after: pageParam } : {}),
      });
      return apiGet<UserList>(`/api/v1/users?${query}`, signal);
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.nextAfter,
    placeholderData: keepPreviousData,
  });

export const userQuery = (id: string) =>
  queryOptions({
    queryKey: ['settings', 'users', 'one', id],
    queryFn: ({ signal }) => apiGet<UserView>(`/api/v1/users/${id}`, signal),
    refetchOnWindowFocus: false,
  });

export const userSessionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['settings', 'users', 'sessions', id],
    queryFn: ({ signal }) => apiGet<SessionView[]>(`/api/v1/users/${id}/sessions`, signal),
  });

/** A change of users, after which their lists are read again. */
function useUserMutation<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({ mutationFn, onSuccess: () => client.invalidateQueries({ queryKey: ['settings'] }) });
}

export const useCreateUser = () =>
  useUserMutation((body: UserInput) => apiSend<CreatedUser>('POST', '/api/v1/users', { body }));

export const useUpdateUser = (id: string) =>
  useUserMutation((body: UserUpdate) => apiSend<UserView>('PUT', `/api/v1/users/${id}`, { body }));

export const useDeleteUser = (id: string) =>
  useUserMutation<void, unknown>(() => apiSend('DELETE', `/api/v1/users/${id}`));

export const useDisableUser = (id: string) =>
  useUserMutation<void, unknown>(() => apiSend('PUT', `/api/v1/users/${id}`, { body: { enabled: false } }));

export const usePasswordLink = (id: string) =>
  useUserMutation<void, PasswordLink>(() => apiSend('POST', `/api/v1/users/${id}/password-link`));

export const useEndSessionOf = (id: string) =>
  useUserMutation((sessionId: string) => apiSend<unknown>('DELETE', `/api/v1/users/${id}/sessions/${sessionId}`));

export const useEndSessionsOf = (id: string) =>
  useUserMutation<void, unknown>(() => apiSend('DELETE', `/api/v1/users/${id}/sessions`));
