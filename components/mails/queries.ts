import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useLive } from '@/components/data/live';
import type { LiveSource } from '@/components/data/live-list';
import { useLiveDetail } from '@/components/data/use-live-detail';
import type { MailDetail, MailSummary } from '@/lib/console/schema';
import { apiGet, apiSend } from '@/lib/http/client';
import type { Run, RunList } from '@/lib/runs/schema';

const POLL_MS = 2_000;

export const MAILS: LiveSource<MailSummary> = {
  name: 'mails',
  path: '/api/v1/mails',
  concerns: (message) => (message.kind === 'mail' ? message.data.id : undefined),
};

const mailQuery = (id: string) =>
  queryOptions({
    queryKey: ['mails', 'one', id],
    queryFn: ({ signal }) => apiGet<MailDetail>(`/api/v1/mails/${id}`, signal),
  });

/** One mail with all that became of it, as it is now. */
export function useMail(id: string) {
  return useLiveDetail(mailQuery(id), {
    concerns: (message) => message.kind === 'mail' && message.data.id === id,
    isUnderWay: ({ status }) => status === 'queued' || status === 'sending',
  });
}

/** Sends the mail again, or cancels it. */
export function useMailAct(id: string, act: 'retry' | 'cancel') {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => apiSend<MailDetail>('POST', `/api/v1/mails/${id}/${act}`),
    onSuccess: (mail) => client.setQueryData(mailQuery(id).queryKey, mail),
    // Also after a refusal: it says that the page was out of date.
    onError: () => client.invalidateQueries({ queryKey: mailQuery(id).queryKey }),
  });
}

/** Runs that failed before there was a mail. */
export function useUnmadeMails(query: string | undefined) {
  const client = useQueryClient();
  const queryKey = ['runs', 'unmade', query];
  const connected = useLive((message) => {
    const concerned = message.kind === 'missed' || (message.kind === 'run' && message.data.status === 'failed');
    if (concerned) void client.invalidateQueries({ queryKey }, { cancelRefetch: false });
  });
  return useQuery({
    queryKey,
    queryFn: ({ signal }) => apiGet<RunList>(`/api/v1/runs?${query}&limit(6)`, signal),
    enabled: query !== undefined,
    refetchInterval: connected ? false : POLL_MS,
  });
}

export function useRetryRun() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => apiSend<Run>('POST', `/api/v1/runs/${id}/retry`),
    onSettled: () => client.invalidateQueries({ queryKey: ['runs'] }),
  });
}

export const templateNamesQuery = queryOptions({
  queryKey: ['templates', 'filter'],
  queryFn: async ({ signal }) => {
    const path = '/templates/v2/?select(name)&limit(50)&sort(name)&skipCount()';
    const { data } = await apiGet<{ data: { name: string }[] }>(path, signal);
    return data.map(({ name }) => name);
  },
  staleTime: 30_000,
});
