'use client';

import { useMutation } from '@tanstack/react-query';
import { CircleCheck, CircleMinus, CircleX } from 'lucide-react';
import { AllowedButton } from '@/components/data/allowed-button';
import { Card, CardHeader } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { apiSend } from '@/lib/http/client';
import type { MailTest, MailTestStep } from '@/lib/settings/schema';

const STEPS = {
  resolve: 'Find the host',
  connect: 'Connect',
  greet: 'Greet',
  encrypt: 'Encrypt',
  sign_in: 'Sign in',
  send: 'Send a test mail',
} as const satisfies Record<MailTestStep['step'], string>;
const STATES = {
  done: { Icon: CircleCheck, word: 'Done', className: 'text-success' },
  failed: { Icon: CircleX, word: 'Failed', className: 'text-danger' },
  skipped: { Icon: CircleMinus, word: 'Skipped', className: 'text-muted' },
} as const;

/** Tries the transport as it is saved, up to a mail to the one who is signed in. */
export function MailTestCard() {
  const test = useMutation({ mutationFn: () => apiSend<MailTest>('POST', '/api/v1/settings/mail/test') });
  return (
    <Card aria-labelledby="mail-test">
      <CardHeader title="Test" id="mail-test">
        <AllowedButton permission="MANAGE_SETTINGS" size="sm" busy={test.isPending} onClick={() => test.mutate()}>
          Send a test mail to me
        </AllowedButton>
      </CardHeader>
      <div aria-live="polite" className="grid gap-3 p-4">
        {test.isIdle && (
          <p className="text-muted">Goes through every step with what is saved, and says what the server says.</p>
        )}
        {test.isPending && <p className="text-muted">Trying, which may take half a minute …</p>}
        {test.isError && <Notice kind="danger">{test.error.message}</Notice>}
        {test.data && (
          <>
            <ol aria-label="Steps of the test" className="grid gap-2">
              {test.data.steps.map((step) => (
                <Step key={step.step} {...step} />
              ))}
            </ol>
            {test.data.ok ? (
              <p className="text-muted">Look into the mailbox of {test.data.to}.</p>
            ) : (
              <p className="font-medium text-danger">Mails cannot be sent this way.</p>
            )}
          </>
        )}
      </div>
    </Card>
  );
}

function Step({ step, status, message }: MailTestStep) {
  const { Icon, word, className } = STATES[status];
  return (
    <li className="grid grid-cols-[1rem_8.5rem_minmax(0,1fr)] items-start gap-2 max-sm:grid-cols-[1rem_minmax(0,1fr)]">
      <Icon aria-hidden className={`mt-0.5 size-4 ${className}`} />
      <span className="font-medium">
        {STEPS[step]}
        <span className="sr-only">: {word}</span>
      </span>
      <span className="wrap-anywhere text-muted max-sm:col-start-2">{message}</span>
    </li>
  );
}
