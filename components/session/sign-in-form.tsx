'use client';

import { Form, useAppForm } from '@/components/form/form';
import { PasswordField } from '@/components/form/password-field';
import { TextField } from '@/components/form/text-field';
import { useSignIn } from '@/components/session/queries';
import { Button } from '@/components/ui/button';
import { SignInInput } from '@/lib/auth/schema';

export function SignInForm({ onSignedIn }: { onSignedIn: () => void }) {
  const form = useAppForm({ schema: SignInInput, defaultValues: { email: '', password: '' } });
  const signIn = useSignIn();
  return (
    <Form
      form={form}
      label="Sign in"
      onSubmit={async (input) => {
        await signIn.mutateAsync(input);
        onSignedIn();
      }}
    >
      <TextField name="email" label="E-mail" type="email" autoComplete="username" autoFocus />
      <PasswordField name="password" label="Password" autoComplete="current-password" />
      <Button type="submit" variant="primary" size="lg" className="w-full" busy={form.formState.isSubmitting}>
        Sign in
      </Button>
    </Form>
  );
}
