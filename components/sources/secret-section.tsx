'use client';

import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { AllowedButton } from '@/components/data/allowed-button';
import { CodeBlock } from '@/components/data/json-view';
import { OverlapBadge } from '@/components/sources/overlap-badge';
import { useRotateSource } from '@/components/sources/queries';
import { MaskedSecret } from '@/components/sources/source-table';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import type { SourceSummary } from '@/lib/sources/schema';

const OVERLAPS = [
  { value: '0', label: 'It stops working at once' },
  { value: '1', label: 'It works for another hour' },
  { value: '24', label: 'It works for another 24 hours' },
  { value: '168', label: 'It works for another 7 days' },
] as const;
type Overlap = (typeof OVERLAPS)[number]['value'];

interface SecretSectionProps {
  source: SourceSummary;
  secret: string | undefined;
  onSecret: (secret: string) => void;
}

export function SecretSection({ source, secret, onSecret }: SecretSectionProps) {
  const [asking, setAsking] = useState(false);
  return (
    <section aria-label="Secret" className="grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="font-medium">Secret</h3>
        <MaskedSecret lastFour={source.secretLastFour} />
        <OverlapBadge until={source.previousSecretUntil} />
        <AllowedButton permission="MANAGE_SOURCES" className="ml-auto" onClick={() => setAsking(true)}>
          <KeyRound aria-hidden /> New secret
        </AllowedButton>
      </div>
      {secret && (
        <>
          <Notice kind="warning" role="status">
            This secret is shown only now. Keep it where the sending service finds it.
          </Notice>
          <CodeBlock label="secret" text={secret} />
        </>
      )}
      <RotateDialog source={source.name} open={asking} onOpenChange={setAsking} onSecret={onSecret} />
    </section>
  );
}

interface RotateDialogProps {
  source: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onSecret: (secret: string) => void;
}

function RotateDialog({ source, open, onOpenChange, onSecret }: RotateDialogProps) {
  const [overlap, setOverlap] = useState<Overlap>('0');
  const rotate = useRotateSource(source);
  const onConfirm = () =>
    rotate.mutate(Number(overlap), {
      onSuccess: ({ secret }) => {
        onSecret(secret);
        onOpenChange(false);
      },
    });
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Make a new secret for “${source}”?`}
      description="Services that sign with the old secret are refused once it has stopped working. An older one that still works stops at once."
      confirmLabel="Make a new secret"
      busy={rotate.isPending}
      onConfirm={onConfirm}
    >
      <div className="grid gap-2">
        <span className="font-medium">The old secret</span>
        <Select<Overlap> label="The old secret" value={overlap} onValueChange={setOverlap} options={OVERLAPS} />
        {rotate.isError && <Notice kind="danger">{rotate.error.message}</Notice>}
      </div>
    </ConfirmDialog>
  );
}
