'use client';

import { useRouter } from 'next/navigation';
import { useDeleteFunction } from '@/components/functions/queries';
import { LoadedWhereUsed } from '@/components/functions/where-used';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toast';

export function DeleteFunctionDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const router = useRouter();
  const remove = useDeleteFunction(name);
  const onConfirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        toast.success('Function deleted');
        router.push('/functions');
      },
    });
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Delete “${name}”?`}
      description="Its code, its settings and its secrets are lost, and tasks that come to it fail with that reason. What it already did stays on record. This cannot be undone; to pause it, disable it instead."
      confirmLabel="Delete function"
      busy={remove.isPending}
      onConfirm={onConfirm}
    >
      <div className="grid gap-3">
        <LoadedWhereUsed name={name} />
        {remove.isError && <Notice kind="danger">{remove.error.message}</Notice>}
      </div>
    </ConfirmDialog>
  );
}
