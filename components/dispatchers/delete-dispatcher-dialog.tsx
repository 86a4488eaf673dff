'use client';

import { useRouter } from 'next/navigation';
import { toast } from 'sonner';
import { useDeleteDispatcher } from '@/components/dispatchers/queries';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Notice } from '@/components/ui/notice';
import type { Dispatcher } from '@/lib/dispatchers/schema';

interface DeleteDispatcherDialogProps {
  dispatcher: Dispatcher;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function DeleteDispatcherDialog({ dispatcher, open, onOpenChange }: DeleteDispatcherDialogProps) {
  const router = useRouter();
  const remove = useDeleteDispatcher(dispatcher.id);
  const count = dispatcher.actions.length;
  const onConfirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        toast.success('Dispatcher deleted');
        router.push('/dispatchers');
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
          record. This cannot be undone; to pause it, disable it instead.
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
