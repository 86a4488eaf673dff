'use client';

import { useId } from 'react';
import { z } from 'zod';
import { Form, useAppForm } from '@/components/form/form';
import { TextField } from '@/components/form/text-field';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { DiscardReason } from '@/lib/runs/schema';

const DiscardForm = z.object({ reason: DiscardReason });

interface DiscardDialogProps {
  title: string;
  /** "Discard 12" */
  label?: string;
  onClose: () => void;
  onDiscard: (reason: string) => Promise<void>;
}

/** Asks why failures need nobody any more. */
export function DiscardDialog({ title, label = 'Discard', onClose, onDiscard }: DiscardDialogProps) {
  const formId = useId();
  const form = useAppForm({ schema: DiscardForm, defaultValues: { reason: '' } });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
      description="It counts as canceled from then on, and is removed with what is old. What went wrong stays with it, and it can still be retried."
      footer={
        <>
          <Button onClick={onClose}>Keep</Button>
          <Button type="submit" form={formId} variant="danger" busy={form.formState.isSubmitting}>
            {label}
          </Button>
        </>
      }
    >
      <Form form={form} id={formId} label={title} onSubmit={({ reason }) => onDiscard(reason)}>
        <TextField
          name="reason"
          label="Reason"
          placeholder="Written to by hand"
          hint="Everybody who looks at it sees this."
          autoFocus
        />
      </Form>
    </Dialog>
  );
}
