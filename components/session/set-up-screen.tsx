'use client';

import Link from 'next/link';
import { Form, useAppForm } from '@/components/form/form';
import { PasswordField } from '@/components/form/password-field';
import { TextField } from '@/components/form/text-field';
import { AuthCard } from '@/components/session/auth-card';
import { useSetUp } from '@/components/session/queries';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { PASSWORD_MIN_LENGTH, SetUpInput } from '@/lib/auth/schema';

/** `token` comes from the one-time link. */
export function SetUpScreen({ token }: { token: string | undefined }) {
  if (!token) {
    return (
      <AuthCard title="Set up">
        <Notice kind="warning">
          This link is not complete. Copy the whole set-up link that the terminal printed when the server started.
        </Notice>
        <Button asChild className="mt-4 w-full" size="lg">
          <Link href="/sign-in">Go to sign in</Link>
        </Button>
      </AuthCard>
    );
  }
  return (
    <AuthCard title="Welcome" description="Make the first administrator. More people can be added later.">
      <SetUpForm token={token} />
    </AuthCard>
  );
}

function SetUpForm({ token }: { token: string }) {
  const form = useAppForm({ schema: SetUpInput, defaultValues: { token, email: '', password: '' } });
  const setUp = useSetUp();
  return (
    <Form
      form={form}
      label="Set up"
      onSubmit={async (input) => {
        await setUp.mutateAsync(input);
        window.location.assign('/');
      }}
    >
      <TextField name="email" label="E-mail" type="email" autoComplete="username" autoFocus />
      <PasswordField
        name="password"
        label="Password"
        autoComplete="new-password"
        hint={`At least ${PASSWORD_MIN_LENGTH} characters. Several words in a row are easy to keep and hard to guess.`}
      />
      <Button type="submit" variant="primary" size="lg" className="w-full" busy={form.formState.isSubmitting}>
        Create administrator
      </Button>
    </Form>
  );
}
