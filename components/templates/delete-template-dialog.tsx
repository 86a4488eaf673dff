'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { usageQuery, useDeleteTemplate } from '@/components/templates/queries';
import { UsageView } from '@/components/templates/usage-view';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast';
import type { Template } from '@/lib/templates/schema';

interface DeleteTemplateDialogProps {
  template: Template;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function DeleteTemplateDialog({ template, open, onOpenChange }: DeleteTemplateDialogProps) {
  const router = useRouter();
  const remove = useDeleteTemplate(template.id);
  const usage = useQuery({ ...usageQuery(template.id), enabled: open, staleTime: 0 });
  const users = usage.data?.dispatcherTotal ?? 0;
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Delete “${template.name}”?`}
      description="What it says is lost. Mails that were made of it stay on record. This cannot be undone."
      confirmLabel={users > 0 ? 'Delete it although it is used' : 'Delete template'}
      busy={remove.isPending || usage.isPending}
      onConfirm={() =>
        remove.mutate(undefined, {
          onSuccess: () => {
            toast.success('Template deleted');
            router.push('/templates');
          },
        })
      }
    >
      <div className="grid gap-3">
        {users > 0 && (
          <Notice kind="danger">
            It is in use: without it {users === 1 ? 'this dispatcher' : `these ${users} dispatchers`} can make no mail,
            and {users === 1 ? 'its' : 'their'} runs fail.
          </Notice>
        )}
        {usage.data && <UsageView usage={usage.data} />}
        {usage.isPending && <Skeleton className="h-12 w-full" />}
        {usage.error && <Notice kind="warning">What uses it could not be found out: {usage.error.message}</Notice>}
        {remove.isError && <Notice kind="danger">{remove.error.message}</Notice>}
      </div>
    </ConfirmDialog>
  );
}
