'use client';

import { MessagePage } from '@/components/shell/message-page';
import { Button } from '@/components/ui/button';

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <MessagePage
      title="This page broke"
      action={
        <>
          <Button onClick={() => window.location.assign('/')}>Go to the overview</Button>
          <Button variant="primary" onClick={reset}>
            Try again
          </Button>
        </>
      }
    >
      A fault of ours; nothing you saved is lost.
      {error.digest && (
        <>
          {' '}
          For whoever looks into it: <code className="font-mono">{error.digest}</code>
        </>
      )}
    </MessagePage>
  );
}
