'use client';

import { Ban, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { AllowedButton } from '@/components/data/allowed-button';
import { DiscardButton } from '@/components/data/discard/discard-button';
import { canCancel, canRetry } from '@/components/data/run/next-attempt';
import { useCancelRun, useRetryRun } from '@/components/data/run/run-queries';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import type { RunDetail } from '@/lib/console/schema';

/** What can be done with a run as it is now: retry it when it has ended badly, cancel it while it waits. `main`: nothing else on the page matters more. */
export function RunActs({ run, main = false }: { run: RunDetail; main?: boolean }) {
  const retry = useRetryRun(run.id);
  const cancel = useCancelRun(run.id);
  const [asking, setAsking] = useState(false);
  return (
    <>
      {canRetry(run) && (
        <AllowedButton
          permission="RETRY_RUNS"
          variant={main ? 'primary' : 'secondary'}
          busy={retry.isPending}
          onClick={() => retry.mutate()}
        >
          <RotateCcw aria-hidden /> Retry
        </AllowedButton>
      )}
      {run.status === 'failed' && <DiscardButton kind="run" id={run.id} />}
      {canCancel(run) && (
        <AllowedButton permission="CANCEL_RUNS" busy={cancel.isPending} onClick={() => setAsking(true)}>
          <Ban aria-hidden /> Cancel run
        </AllowedButton>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Cancel this run?"
        description={
          run.actionType === 'mail'
            ? 'The mail will not be sent, unless somebody retries the run.'
            : 'The task will not run, unless somebody retries the run.'
        }
        confirmLabel="Cancel the run"
        cancelLabel="Let it run"
        onConfirm={() => {
          setAsking(false);
          cancel.mutate();
        }}
      />
    </>
  );
}
