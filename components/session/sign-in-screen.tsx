'use client';

import { useQuery } from '@tanstack/react-query';
import { AuthCard } from '@/components/session/auth-card';
import { serverStatusQuery } from '@/components/session/queries';
import { safeReturnPath } from '@/components/session/return-path';
import { SignInForm } from '@/components/session/sign-in-form';
import { Notice } from '@/components/ui/notice';

/** `next` is the page that was wanted, as it stood in the address. */
export function SignInScreen({ next }: { next: string | undefined }) {
  const status = useQuery(serverStatusQuery);
  // A full load, so that nothing of an earlier session stays in memory.
  const onSignedIn = () => window.location.assign(safeReturnPath(next));
  return (
    <AuthCard title="Sign in">
      {status.data?.setUpNeeded && (
        <Notice kind="warning" className="mb-4">
          There is no administrator yet. Open the one-time set-up link that the terminal printed when the server
          started.
        </Notice>
      )}
      <SignInForm onSignedIn={onSignedIn} />
    </AuthCard>
  );
}
