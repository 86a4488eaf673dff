'use client';

import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toast';

interface ActDialogProps {
  act: UseMutationResult<unknown, Error, void>;
  title: string;
  /** What will be lost, in words. */
  description: ReactNode;
  confirmLabel: string;
  /** Said when it is done. */
  done: string;
  onClose: () => void;
}

/** Asks before an act that cannot be undone, does it, and says why when it could not be done. */
export function ActDialog({ act, title, description, confirmLabel, done, onClose }: ActDialogProps) {
  const onConfirm = () =>
    act.mutate(undefined, {
      onSuccess: () => {
        toast.success(done);
        onClose();
      },
    });
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={title}
      description={description}
      confirmLabel={confirmLabel}
      busy={act.isPending}
      onConfirm={onConfirm}
    >
      {act.isError && (
        <Notice kind="danger" role="alert">
          {act.error.message}
        </Notice>
      )}
    </ConfirmDialog>
  );
}
