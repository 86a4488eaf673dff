'use client';

import { useId } from 'react';
import { z } from 'zod';
import { Form, useAppForm } from '@/components/form/form';
import { TextareaField, TextField } from '@/components/form/text-field';
import { useCreateLocalizations } from '@/components/localizations/queries';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { toast } from '@/components/ui/toast';
import { ApiError } from '@/lib/http/client';
import { LocalizationInput } from '@/lib/localizations/schema';

/** One text for each language; an empty one stands for none. */
interface KeyValues {
  key: string;
  text: Record<string, string>;
}

const KeyForm = z.custom<KeyValues>().transform(({ key, text }, context): LocalizationInput => {
  const texts = Object.fromEntries(Object.entries(text).filter(([, value]) => value !== ''));
  const parsed = LocalizationInput.safeParse({ key: key.trim(), text: texts });
  if (key.trim() === '') context.addIssue({ code: 'custom', path: ['key'], message: 'is required' });
  else if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) {
      context.addIssue({ code: 'custom', path: path.map(String), message });
    }
  }
  if (!texts.EN) {
    const message = 'is required: the other languages fall back on it';
    context.addIssue({ code: 'custom', path: ['text', 'EN'], message });
  }
  return parsed.success && texts.EN ? parsed.data : z.NEVER;
});

export function AddKeyDialog({ languages, onClose }: { languages: readonly string[]; onClose: () => void }) {
  const formId = useId();
  const create = useCreateLocalizations();
  const form = useAppForm({
    schema: KeyForm,
    defaultValues: { key: '', text: Object.fromEntries(languages.map((code) => [code, ''])) },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Add a key"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={form.formState.isSubmitting}>
            Add key
          </Button>
        </>
      }
    >
      <Form
        form={form}
        id={formId}
        label="Add a key"
        onSubmit={async (localization) => {
          const { existing } = await create.mutateAsync([localization]);
          if (existing > 0) {
            const errors = [{ path: 'key', message: 'exists already' }];
            throw new ApiError(17, 'RESOURCE_ALREADY_EXISTS_EXCEPTION', 'This key exists already', 400, errors);
          }
          toast.success(`${localization.key} added`);
          onClose();
        }}
      >
        <TextField name="key" label="Key" placeholder="order.greeting" hint="What templates call it by." />
        {languages.map((code) => (
          <TextareaField
            key={code}
            name={`text.${code}`}
            label={`${code} text`}
            optional={code !== 'EN'}
            hint={code === 'EN' ? 'Values stand in it as {{name}}.' : undefined}
          />
        ))}
      </Form>
    </Dialog>
  );
}
