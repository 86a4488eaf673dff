'use client';

import { useDeleteSource } from '@/components/sources/queries';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toast';
import type { SourceSummary } from '@/lib/sources/schema';

interface DeleteSourceDialogProps {
  source: SourceSummary;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onDeleted: () => void;
}

export function DeleteSourceDialog({ source, open, onOpenChange, onDeleted }: DeleteSourceDialogProps) {
  const remove = useDeleteSource(source.name);
  const recent = source.hours.reduce((sum, count) => sum + count, 0);
  const onConfirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        toast.success('Source deleted');
        onDeleted();
      },
    });
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Delete the source “${source.name}”?`}
      description={
        <>
          From now on whoever sends to <span className="wrap-anywhere font-mono text-xs">/webhooks/{source.name}</span>{' '}
          gets an error, and those events are not stored.{' '}
          {recent === 0
            ? 'Nothing came through it in the last 24 hours.'
            : `In the last 24 hours ${recent.toLocaleString('en')} came through it.`}{' '}
          Its secret is lost; events that it brought stay. This cannot be undone.
        </>
      }
      confirmLabel="Delete source"
      busy={remove.isPending}
      onConfirm={onConfirm}
    >
      {remove.isError && <Notice kind="danger">{remove.error.message}</Notice>}
    </ConfirmDialog>
  );
}
