'use client';

import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { AllowedButton } from '@/components/data/allowed-button';
import { CodeBlock } from '@/components/data/json-view';
import { useRotateSigningSecret } from '@/components/functions/queries';
import { ReceiverTabs } from '@/components/functions/receiver-tabs';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import type { FunctionDetail } from '@/lib/functions/usage/schema';

/** What is known of an HTTP function's signing secret, and a way to a new one. */
export function SigningSecret({ detail: { fn, secretLastFour } }: { detail: FunctionDetail }) {
  const [asking, setAsking] = useState(false);
  const [secret, setSecret] = useState<string>();
  const rotate = useRotateSigningSecret(fn.name);
  const onConfirm = () =>
    rotate.mutate(undefined, {
      onSuccess: (answer) => {
        setSecret(answer.secret);
        setAsking(false);
      },
    });
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="font-medium">Signing secret</span>
      <span className="font-mono text-muted text-xs">
        <span aria-hidden>••••</span>
        <span className="sr-only">ends with </span>
        {secretLastFour}
      </span>
      <AllowedButton permission="UPDATE_TASK_FUNCTION" className="ml-auto" onClick={() => setAsking(true)}>
        <KeyRound aria-hidden /> New signing secret
      </AllowedButton>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Make a new signing secret?"
        description="Calls are signed with it from now on, and for a day with the old one too: a receiver that only knows the old one has until then to get the new one."
        confirmLabel="Make a new secret"
        busy={rotate.isPending}
        onConfirm={onConfirm}
      >
        {rotate.isError && <Notice kind="danger">{rotate.error.message}</Notice>}
      </ConfirmDialog>
      {secret && <NewSecretDialog secret={secret} onClose={() => setSecret(undefined)} />}
    </div>
  );
}

/** Shows a signing secret, this once, with code that checks it. */
export function NewSecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      dismissible={false}
      wide
      title="The signing secret"
      description="Shown only now. Give it to the receiver, which checks with it that a call comes from here."
      footer={
        <Button variant="primary" onClick={onClose}>
          I have kept it
        </Button>
      }
    >
      <div className="grid gap-4">
        <CodeBlock label="signing secret" text={secret} />
        <ReceiverTabs secret={secret} />
      </div>
    </Dialog>
  );
}
