'use client';

import { useState } from 'react';
import { z } from 'zod';
import { ChoiceField } from '@/components/form/choice-field';
import { Form, useAppForm } from '@/components/form/form';
import { TextField } from '@/components/form/text-field';
import { PermissionPicker } from '@/components/settings/permission-picker';
import { CreatedToken } from '@/components/settings/tokens/created-token';
import { useCreateToken } from '@/components/settings/tokens/queries';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ApiTokenInput, type CreatedApiToken, PERMISSIONS, ROLES } from '@/lib/auth/schema';

const FORM = 'create-token';
const DAY_MS = 24 * 3_600_000;
const NEVER = 'never';
const LIFETIMES = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
  { value: NEVER, label: 'Until it is revoked' },
];
const READY_SETS = [
  { label: 'Send events only', permissions: ['CREATE_EVENTS'] as const },
  { label: 'Read everything', permissions: ROLES.Viewer },
  {
    label: 'Deploy configuration',
    permissions: PERMISSIONS.filter((one) => /_(DISPATCHERS|TEMPLATES|LOCALIZATIONS|TASK_FUNCTION)S?$/.test(one)),
  },
  { label: 'Operate', permissions: ROLES.Operator },
];
const TokenForm = ApiTokenInput.pick({ name: true, permissions: true }).extend({ lifetime: z.string() });

/** Makes an API token, then shows it this once. */
export function CreateTokenDialog({ onClose }: { onClose: () => void }) {
  const [created, setCreated] = useState<CreatedApiToken>();
  const form = useAppForm({ schema: TokenForm, defaultValues: { name: '', permissions: [], lifetime: '90' } });
  const create = useCreateToken();
  if (created) {
    return (
      <Dialog
        open
        onOpenChange={onClose}
        dismissible={false}
        wide
        title="Token created"
        footer={
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <CreatedToken token={created} />
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      wide
      title="New API token"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={FORM} variant="primary" busy={form.formState.isSubmitting}>
            Create token
          </Button>
        </>
      }
    >
      <Form
        id={FORM}
        form={form}
        label="New API token"
        className="grid gap-4 sm:grid-cols-2"
        onSubmit={async ({ name, permissions, lifetime }) => {
          const expiry = lifetime === NEVER ? {} : { expiresAt: Date.now() + Number(lifetime) * DAY_MS };
          setCreated(await create.mutateAsync({ name, permissions, ...expiry }));
        }}
      >
        <TextField name="name" label="Name" autoComplete="off" hint="Which service uses it." />
        <ChoiceField name="lifetime" label="Good for" options={LIFETIMES} />
        <div className="col-span-full">
          <PermissionPicker
            name="permissions"
            label="It may"
            hint="As little as the service needs. It never has more than you have."
            readySets={READY_SETS}
          />
        </div>
      </Form>
    </Dialog>
  );
}
