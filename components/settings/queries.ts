import { queryOptions } from '@tanstack/react-query';
import { apiGet } from '@/lib/http/client';
import type { BackupList, MailSettingsView, RetentionView } from '@/lib/settings/schema';

const RUNNING_POLL_MS = 1_000;

export const mailSettingsQuery = queryOptions({
  queryKey: ['settings', 'mail'],
  queryFn: ({ signal }) => apiGet<MailSettingsView>('/api/v1/settings/mail', signal),
  // The form takes it over once.
  refetchOnWindowFocus: false,
});

export const retentionQuery = queryOptions({
  queryKey: ['settings', 'retention'],
  queryFn: ({ signal }) => apiGet<RetentionView>('/api/v1/settings/retention', signal),
  refetchOnWindowFocus: false,
});

export const backupsQuery = queryOptions({
  queryKey: ['settings', 'backups'],
  queryFn: ({ signal }) => apiGet<BackupList>('/api/v1/settings/backups', signal),
  refetchInterval: ({ state }) => (state.data?.running ? RUNNING_POLL_MS : false),
});
