'use client';

import { SignInForm } from '@/components/session/sign-in-form';
import { Dialog } from '@/components/ui/dialog';

/** Signing in again, over the page that somebody works on. */
export function SignInDialog({ onSignedIn }: { onSignedIn: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={() => undefined}
      dismissible={false}
      title="Your session has ended"
      description="Sign in again to go on where you were. Nothing on this page is lost."
    >
      <SignInForm onSignedIn={onSignedIn} />
    </Dialog>
  );
}
