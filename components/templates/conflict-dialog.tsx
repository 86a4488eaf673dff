'use client';

import { useState } from 'react';
import { RelativeTime } from '@/components/data/relative-time';
import { changedParts } from '@/components/templates/changed-parts';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import type { Template, TemplateInput } from '@/lib/templates/schema';

interface ConflictDialogProps {
  mine: TemplateInput;
  theirs: Template;
  /** The state that both began with. */
  base: Template;
  onClose: () => void;
  onTakeTheirs: () => void;
  onSaveMine: () => Promise<void>;
}

/** Somebody else saved meanwhile: nobody's work goes without a word. */
export function ConflictDialog({ mine, theirs, base, onClose, onTakeTheirs, onSaveMine }: ConflictDialogProps) {
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const both = [
    { who: 'They changed', parts: changedParts(base, theirs) },
    { who: 'You changed', parts: changedParts(base, mine) },
  ];
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Somebody else changed this template"
      description={
        <>
          They saved <RelativeTime timestamp={theirs.updateTimestamp} />, while you were writing. Nothing of yours is
          saved yet.
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>Go on writing</Button>
          <Button onClick={onTakeTheirs}>Drop mine, show theirs</Button>
          <Button
            variant="danger"
            busy={busy}
            onClick={async () => {
              setBusy(true);
              try {
                await onSaveMine();
              } catch (error) {
                setFailure(error instanceof Error ? error.message : 'This did not work.');
                setBusy(false);
              }
            }}
          >
            Save mine over theirs
          </Button>
        </>
      }
    >
      <dl className="grid gap-2">
        {both.map(({ who, parts }) => (
          <div key={who} className="flex gap-2">
            <dt className="w-28 shrink-0 text-muted">{who}</dt>
            <dd className="min-w-0">{parts.length > 0 ? parts.join(', ') : 'nothing that shows'}</dd>
          </div>
        ))}
      </dl>
      {failure && (
        <Notice kind="danger" className="mt-3">
          {failure}
        </Notice>
      )}
    </Dialog>
  );
}
