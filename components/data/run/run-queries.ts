import { useMutation, useQueryClient } from '@tanstack/react-query';
import { refreshRecords } from '@/components/data/refresh';
import { toast } from '@/components/ui/toast';
import { apiSend } from '@/lib/http/client';
import type { Run } from '@/lib/runs/schema';

/** Kinds of records that change with a run. */
export const TOUCHED_BY_RUNS = ['runs', 'events', 'mails', 'tasks', 'overview', 'statistics'];

/** Has a run done again, or its waiting retry begin now. */
export function useRetryRun(id: string) {
  return useRunAct(`/api/v1/runs/${id}/retry`, 'It is done again');
}

/** Cancels a run that waits. */
export function useCancelRun(id: string) {
  return useRunAct(`/api/v1/runs/${id}/cancel`, 'The run is canceled');
}

function useRunAct(path: string, success: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => apiSend<Run>('POST', path),
    onSuccess: () => toast.success(success),
    onError: (error) => toast.error(error.message),
    onSettled: () => refreshRecords(client, TOUCHED_BY_RUNS),
  });
}
