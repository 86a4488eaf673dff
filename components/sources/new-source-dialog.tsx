'use client';

import { Form, useAppForm } from '@/components/form/form';
import { TextareaField, TextField } from '@/components/form/text-field';
import { useCreateSource } from '@/components/sources/queries';
import { Button } from '@/components/ui/button';
import { Dialog, DialogFormFooter } from '@/components/ui/dialog';
import { SourceInput } from '@/lib/sources/schema';

interface NewSourceDialogProps {
  onClose: () => void;
  onCreated: (created: { name: string; secret: string }) => void;
}

export function NewSourceDialog({ onClose, onCreated }: NewSourceDialogProps) {
  const create = useCreateSource();
  const form = useAppForm({ schema: SourceInput, defaultValues: { name: '', description: '' } });
  const name = form.watch('name');
  return (
    <Dialog open onOpenChange={onClose} title="New source" description="Its secret is made here and shown once.">
      <Form
        form={form}
        label="New source"
        onSubmit={async ({ name, description }) => {
          const { secret } = await create.mutateAsync(description ? { name, description } : { name });
          onCreated({ name, secret });
        }}
      >
        <TextField
          name="name"
          label="Name"
          autoComplete="off"
          placeholder="web-shop"
          hint={
            <>
              Part of its address: <span className="wrap-anywhere font-mono">/webhooks/{name || 'web-shop'}</span>. It
              cannot be changed later.
            </>
          }
        />
        <TextareaField name="description" label="Description" optional hint="Who sends, and whom to ask." />
        <DialogFormFooter>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={form.formState.isSubmitting}>
            Create source
          </Button>
        </DialogFormFooter>
      </Form>
    </Dialog>
  );
}
