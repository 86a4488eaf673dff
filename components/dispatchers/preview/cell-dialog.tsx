'use client';

import { useQuery } from '@tanstack/react-query';
import { ACTION_LOOKS } from '@/components/data/action-icon';
import { formatLocal } from '@/components/data/time';
import type { ActionValues } from '@/components/dispatchers/actions/values';
import { checkAction, toDispatcherField } from '@/components/dispatchers/form-values';
import { PlanView } from '@/components/dispatchers/preview/action-preview-card';
import { fetchPreview } from '@/components/dispatchers/queries';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';

interface CellDialogProps {
  eventId: string;
  /** When the event came in, epoch milliseconds. */
  at: number;
  index: number;
  values: ActionValues;
  onClose: () => void;
  onFocusField: (name: string) => void;
}

/** All that one action would do with one event. */
export function CellDialog({ eventId, at, index, values, onClose, onFocusField }: CellDialogProps) {
  const { action } = checkAction(values);
  const preview = useQuery({
    queryKey: ['preview', 'cell', eventId, action],
    queryFn: ({ signal }) => fetchPreview({ actions: action ? [action] : [], event: { id: eventId } }, signal),
    gcTime: 60_000,
  });
  const plan = preview.data?.plans[0];
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={`Action ${index + 1}: ${values.name || ACTION_LOOKS[values.type].word}`}
      description={`For the event of ${formatLocal(at)}. Nothing is sent.`}
    >
      {preview.error && <Notice kind="danger">{preview.error.message}</Notice>}
      {preview.isPending && <Skeleton className="h-48 w-full" />}
      {plan && (
        <PlanView plan={plan} onFocusField={(field) => onFocusField(`actions.${index}.${toDispatcherField(field)}`)} />
      )}
    </Dialog>
  );
}
