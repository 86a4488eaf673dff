'use client';

import { useQueryClient } from '@tanstack/react-query';
import { undoDelete, useDeleteDispatcher } from '@/components/dispatchers/queries';
import { offerUndo } from '@/components/dispatchers/undo-toast';
import { useCan } from '@/components/session/permissions';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Notice } from '@/components/ui/notice';
import type { Dispatcher } from '@/lib/dispatchers/schema';

interface DeleteDispatcherDialogProps {
  dispatcher: Pick<Dispatcher, 'id' | 'name' | 'eventType'> & { actions: readonly unknown[] };
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onDeleted: () => void;
}

export function DeleteDispatcherDialog({ dispatcher, open, onOpenChange, onDeleted }: DeleteDispatcherDialogProps) {
  const client = useQueryClient();
  const remove = useDeleteDispatcher(dispatcher.id);
  const canUndo = useCan('CREATE_DISPATCHERS');
  const count = dispatcher.actions.length;
  const onConfirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        onOpenChange(false);
        if (canUndo) offerUndo('Dispatcher deleted', 'The dispatcher is back', () => undoDelete(client, dispatcher.id));
        onDeleted();
      },
    });
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Delete “${dispatcher.name ?? dispatcher.eventType}”?`}
      description={
        <>
          From now on nothing of it follows when “{dispatcher.eventType}” events come in:{' '}
          {count === 1 ? 'its one action is lost' : `its ${count} actions are lost`}. What it already did stays on
          record. {canUndo && 'For 10 seconds you can undo it; events that come in meanwhile it does not hear. '}To
          pause it, disable it instead.
        </>
      }
      confirmLabel="Delete dispatcher"
      busy={remove.isPending}
      onConfirm={onConfirm}
    >
      {remove.isError && <Notice kind="danger">{remove.error.message}</Notice>}
    </ConfirmDialog>
  );
}
