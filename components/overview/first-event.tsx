'use client';

import { useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { toSignedCurl } from '@/components/data/curl';
import { CodeBlock } from '@/components/data/json-view';
import { sourcesQuery, useRotateSecret } from '@/components/overview/queries';
import { useCan } from '@/components/session/permissions';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Notice } from '@/components/ui/notice';

const SAMPLE = { type: 'user_deleted', content: { email: 'ada@example.org', first_name: 'Ada', language: 'EN' } };

/** A call that works when pasted: the first event of one's own. */
export function FirstEvent() {
  const [secret, setSecret] = useState<string>();
  const [asking, setAsking] = useState(false);
  const canManage = useCan('MANAGE_SOURCES');
  const source = useQuery(sourcesQuery).data?.[0]?.name ?? 'default';
  const rotate = useRotateSecret();
  const makeSecret = () =>
    rotate.mutate(source, {
      onSuccess: (answer) => {
        setSecret(answer.secret);
        setAsking(false);
      },
    });
  const origin = typeof window === 'undefined' ? '' : window.location.origin;
  return (
    <Card aria-labelledby="first-event">
      <CardHeader id="first-event" title="Send an event of your own">
        {canManage && !secret && (
          <Button onClick={() => setAsking(true)}>
            <KeyRound aria-hidden /> Put a new secret in it
          </Button>
        )}
      </CardHeader>
      <div className="grid gap-3 p-4">
        {secret ? (
          <Notice kind="warning">
            The secret of the source “{source}” is in this call and is shown only now. Keep it where your service finds
            it.
          </Notice>
        ) : (
          <p className="text-muted">
            Paste this into a terminal. It signs the event with the secret of the source “{source}”, which it reads from{' '}
            <code className="font-mono text-xs">WEBHOOK_SECRET</code>.
          </p>
        )}
        <CodeBlock label="curl call" text={toSignedCurl({ origin, source, secret, ...SAMPLE })} />
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Make a new secret for “${source}”?`}
        description="The secret that this source has now stops working at once. If a service already sends events with it, they are refused until it has the new one."
        confirmLabel="Make a new secret"
        busy={rotate.isPending}
        onConfirm={makeSecret}
      >
        {rotate.isError && <Notice kind="danger">{rotate.error.message}</Notice>}
      </ConfirmDialog>
    </Card>
  );
}
