'use client';

import Link from 'next/link';
import { useSyncExternalStore } from 'react';
import { Form, useAppForm } from '@/components/form/form';
import { PasswordField } from '@/components/form/password-field';
import { AuthCard } from '@/components/session/auth-card';
import { useChoosePassword } from '@/components/session/queries';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { PASSWORD_MIN_LENGTH } from '@/lib/auth/schema';
import { ApiError } from '@/lib/http/client';
import { ChosenPassword } from '@/lib/users/schema';

function subscribe(listener: () => void) {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

/** For who comes by a one-time link. Its secret stands behind the `#`, which no browser sends to a server. */
export function SetPasswordScreen() {
  const token = useSyncExternalStore(
    subscribe,
    () => window.location.hash.slice(1),
    () => undefined,
  );
  if (token === undefined) return <AuthCard title="Choose a password">{null}</AuthCard>;
  if (token === '') {
    return (
      <AuthCard title="Choose a password">
        <Notice kind="warning">This link is not complete. Copy the whole link that you were given.</Notice>
        <SignInLink />
      </AuthCard>
    );
  }
  return (
    <AuthCard title="Choose a password" description="You are signed in with it right away.">
      <SetPasswordForm key={token} token={token} />
    </AuthCard>
  );
}

function SetPasswordForm({ token }: { token: string }) {
  const form = useAppForm({ schema: ChosenPassword, defaultValues: { token, password: '' } });
  const choose = useChoosePassword();
  const isLinkBad = choose.error instanceof ApiError && choose.error.isSignedOut;
  if (isLinkBad) {
    return (
      <>
        <Notice kind="danger" role="alert">
          {choose.error?.message}
        </Notice>
        <SignInLink />
      </>
    );
  }
  return (
    <Form
      form={form}
      label="Choose a password"
      onSubmit={async (input) => {
        await choose.mutateAsync(input);
        // A full load, so that the secret of the link and an earlier session stay nowhere.
        window.location.replace('/');
      }}
    >
      <PasswordField
        name="password"
        label="New password"
        autoComplete="new-password"
        hint={`At least ${PASSWORD_MIN_LENGTH} characters. Several words in a row are easy to keep and hard to guess.`}
      />
      <Button type="submit" variant="primary" size="lg" className="w-full" busy={form.formState.isSubmitting}>
        Set password and sign in
      </Button>
    </Form>
  );
}

function SignInLink() {
  return (
    <Button asChild className="mt-4 w-full" size="lg">
      <Link href="/sign-in">Go to sign in</Link>
    </Button>
  );
}
