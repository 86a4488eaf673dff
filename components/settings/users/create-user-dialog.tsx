'use client';

import { useState } from 'react';
import { Form, useAppForm } from '@/components/form/form';
import { TextField } from '@/components/form/text-field';
import { PasswordLinkPanel } from '@/components/settings/users/password-link';
import { useCreateUser } from '@/components/settings/users/queries';
import { RolePicker } from '@/components/settings/users/role-picker';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { type CreatedUser, UserInput } from '@/lib/users/schema';

const FORM = 'create-user';

/** Makes a user, then shows the link by which they choose their password. */
export function CreateUserDialog({ onClose }: { onClose: () => void }) {
  const [created, setCreated] = useState<CreatedUser>();
  const form = useAppForm({
    schema: UserInput,
    defaultValues: { email: '', firstName: '', lastName: '', roles: [] as string[] },
  });
  const create = useCreateUser();
  if (created?.passwordLink) {
    return (
      <Dialog
        open
        onOpenChange={onClose}
        dismissible={false}
        title="User created"
        footer={
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <PasswordLinkPanel link={created.passwordLink} email={created.user.email} />
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="New user"
      description="They choose their password themselves, by a one-time link that you give them."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={FORM} variant="primary" busy={form.formState.isSubmitting}>
            Create user
          </Button>
        </>
      }
    >
      <Form
        id={FORM}
        form={form}
        label="New user"
        className="grid gap-4 sm:grid-cols-2"
        onSubmit={async (input) => setCreated(await create.mutateAsync(input))}
      >
        <TextField
          name="email"
          label="E-mail"
          type="email"
          autoComplete="off"
          className="col-span-full"
          hint="They sign in with it."
        />
        <TextField name="firstName" label="First name" optional autoComplete="off" />
        <TextField name="lastName" label="Last name" optional autoComplete="off" />
        <div className="col-span-full">
          <RolePicker name="roles" label="Roles" />
        </div>
      </Form>
    </Dialog>
  );
}
