'use client';

import { AllowedButton } from '@/components/data/allowed-button';
import { Form, useAppForm } from '@/components/form/form';
import { TextareaField } from '@/components/form/text-field';
import { useCan } from '@/components/session/permissions';
import { useDescribeSource } from '@/components/sources/queries';
import { toast } from '@/components/ui/toast';
import { SourceUpdate } from '@/lib/sources/schema';

export function DescriptionForm({ name, description }: { name: string; description: string | undefined }) {
  const describe = useDescribeSource(name);
  const canManage = useCan('MANAGE_SOURCES');
  const form = useAppForm({ schema: SourceUpdate, defaultValues: { description: description ?? '' } });
  const { isDirty, isSubmitting } = form.formState;
  return (
    <Form
      form={form}
      label={`Describe ${name}`}
      disabled={!canManage}
      className="grid gap-2"
      onSubmit={async (input) => {
        await describe.mutateAsync(input.description || null);
        form.reset({ description: input.description ?? '' });
        toast.success('Description saved');
      }}
    >
      <TextareaField name="description" label="Description" optional />
      {isDirty && (
        <AllowedButton permission="MANAGE_SOURCES" type="submit" className="justify-self-end" busy={isSubmitting}>
          Save description
        </AllowedButton>
      )}
    </Form>
  );
}
