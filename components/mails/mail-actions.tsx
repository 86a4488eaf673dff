'use client';

import { Ban, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { AllowedButton } from '@/components/data/allowed-button';
import { toApiCurl, toSdkCall } from '@/components/data/api-call';
import { CopyAsMenu } from '@/components/data/copy-as-menu';
import { DiscardButton } from '@/components/data/discard/discard-button';
import { useMailAct } from '@/components/mails/queries';
import { toResendCall } from '@/components/mails/resend-call';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { toast } from '@/components/ui/toast';
import type { MailDetail } from '@/lib/console/schema';

/** What can be done with a mail in its state. */
export function MailActions({ mail }: { mail: MailDetail }) {
  const retry = useMailAct(mail.id, 'retry');
  const mayHelp = mail.status === 'failed' || mail.status === 'partial' || mail.status === 'canceled';
  const sendAgain = () =>
    retry.mutate(undefined, {
      onSuccess: () => toast.success('Queued again, for those who did not get it'),
      onError: (error) => toast.error(error.message),
    });
  const origin = () => window.location.origin;
  const resend = toResendCall(mail);
  return (
    <>
      <CopyAsMenu
        entries={[
          { label: 'curl: send as a new mail', text: () => toApiCurl(resend.call, origin()) },
          { label: 'SDK: send as a new mail', text: () => toSdkCall(resend.sdk, origin()) },
          {
            label: 'curl: retry this mail',
            text: () => toApiCurl({ method: 'POST', path: `/api/v1/mails/${mail.id}/retry` }, origin()),
          },
        ]}
      />
      {mail.status === 'queued' && <CancelMail id={mail.id} />}
      {mail.status === 'failed' && <DiscardButton kind="mail" id={mail.id} />}
      {mayHelp && (
        <AllowedButton permission="RETRY_RUNS" variant="primary" busy={retry.isPending} onClick={sendAgain}>
          <RotateCcw aria-hidden /> Send again
        </AllowedButton>
      )}
    </>
  );
}

function CancelMail({ id }: { id: string }) {
  const [asking, setAsking] = useState(false);
  const cancel = useMailAct(id, 'cancel');
  const confirm = () =>
    cancel.mutate(undefined, {
      onSuccess: () => toast.success('The mail is canceled'),
      onError: (error) => toast.error(error.message),
      onSettled: () => setAsking(false),
    });
  return (
    <>
      <AllowedButton permission="CANCEL_RUNS" onClick={() => setAsking(true)}>
        <Ban aria-hidden /> Cancel mail
      </AllowedButton>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Cancel this mail?"
        description="Those who have not got it will not get it. It can be sent again later."
        confirmLabel="Cancel the mail"
        cancelLabel="Keep it"
        busy={cancel.isPending}
        onConfirm={confirm}
      />
    </>
  );
}
