'use client';

import { Form, useAppForm } from '@/components/form/form';
import { PasswordField } from '@/components/form/password-field';
import { useChangePassword } from '@/components/settings/account/queries';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { toast } from '@/components/ui/toast';
import { PASSWORD_MIN_LENGTH } from '@/lib/auth/schema';
import { PasswordChange } from '@/lib/users/schema';

export function PasswordCard({ email }: { email: string }) {
  const form = useAppForm({ schema: PasswordChange, defaultValues: { currentPassword: '', newPassword: '' } });
  const change = useChangePassword();
  return (
    <Card aria-labelledby="password">
      <CardHeader title="Password" id="password" />
      <Form
        form={form}
        label="Password"
        className="grid gap-4 p-4 sm:grid-cols-2"
        onSubmit={async (input) => {
          await change.mutateAsync(input);
          form.reset();
          toast.success('Password changed. You are signed out everywhere else.');
        }}
      >
        {/* Tells a password manager whose password changes. */}
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <PasswordField name="currentPassword" label="Current password" autoComplete="current-password" />
        <PasswordField
          name="newPassword"
          label="New password"
          autoComplete="new-password"
          hint={`At least ${PASSWORD_MIN_LENGTH} characters. Several words in a row are easy to keep and hard to guess.`}
        />
        <div className="col-span-full flex flex-wrap items-center gap-3">
          <Button type="submit" busy={form.formState.isSubmitting}>
            Change password
          </Button>
          <span className="text-muted">Every other session and OAuth token of yours ends. API tokens stay.</span>
        </div>
      </Form>
    </Card>
  );
}
