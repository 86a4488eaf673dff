'use client';

import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { ChoiceField } from '@/components/form/choice-field';
import { Form, useAppForm } from '@/components/form/form';
import { SwitchField } from '@/components/form/switch-field';
import { TextField } from '@/components/form/text-field';
import { ApplicationSecret } from '@/components/settings/applications/application-secret';
import { useCreateApplication } from '@/components/settings/applications/queries';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ApplicationInput, type CreatedApplication } from '@/lib/applications/schema';

const FORM = 'create-application';

/** Registers an application, then shows its id and secret. */
export function CreateApplicationDialog({ onClose }: { onClose: () => void }) {
  const [created, setCreated] = useState<CreatedApplication>();
  const form = useAppForm({
    schema: ApplicationInput,
    defaultValues: { name: '', kind: 'oauth2', confidential: true },
  });
  const kind = useWatch({ control: form.control, name: 'kind' });
  const create = useCreateApplication();
  if (created) {
    return (
      <Dialog
        open
        onOpenChange={onClose}
        dismissible={false}
        title="Application created"
        footer={
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <ApplicationSecret application={created.application} secret={created.secret} />
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="New application"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={FORM} variant="primary" busy={form.formState.isSubmitting}>
            Create application
          </Button>
        </>
      }
    >
      <Form
        id={FORM}
        form={form}
        label="New application"
        onSubmit={async (input) => setCreated(await create.mutateAsync(input))}
      >
        <TextField name="name" label="Name" autoComplete="off" hint="Which program it is, such as “Mobile app”." />
        <ChoiceField
          name="kind"
          label="Kind"
          options={[
            { value: 'oauth2', label: 'OAuth2 client' },
            { value: 'oauth1', label: 'OAuth1 consumer' },
          ]}
          hint="OAuth2 unless an older client signs its requests by OAuth1."
        />
        {kind === 'oauth2' && (
          <SwitchField
            name="confidential"
            label="With a secret"
            hint="Off for code that cannot keep one, such as an app on a phone or in a browser."
          />
        )}
      </Form>
    </Dialog>
  );
}
