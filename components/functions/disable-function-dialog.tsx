'use client';

import { useEnableFunction } from '@/components/functions/queries';
import { LoadedWhereUsed } from '@/components/functions/where-used';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toast';

export function DisableFunctionDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const enable = useEnableFunction(name);
  const onConfirm = () =>
    enable.mutate(false, {
      onSuccess: () => {
        toast.success('Function disabled');
        onClose();
      },
    });
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Disable “${name}”?`}
      description="Tasks that come to it fail with that reason, those that wait too, until it is enabled again."
      confirmLabel="Disable function"
      busy={enable.isPending}
      onConfirm={onConfirm}
    >
      <div className="grid gap-3">
        <LoadedWhereUsed name={name} />
        {enable.isError && <Notice kind="danger">{enable.error.message}</Notice>}
      </div>
    </ConfirmDialog>
  );
}
