'use client';

import { UsageView } from '@/components/templates/usage-view';
import type { useAskBeforeSave } from '@/components/templates/use-ask-before-save';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';

interface UseDialogProps {
  asking: ReturnType<typeof useAskBeforeSave>;
  name: string;
}

/** Shows what uses a template before its change counts for them. */
export function UseDialog({ asking: { question }, name }: UseDialogProps) {
  if (!question) return null;
  const { usage, answer } = question;
  return (
    <Dialog
      open
      onOpenChange={() => answer(false)}
      title={`Save “${name}” for all that use it?`}
      description="From the next event on, their mails say what you wrote. Mails that were made before stay as they are."
      footer={
        <>
          <Button onClick={() => answer(false)}>Cancel</Button>
          <Button variant="primary" onClick={() => answer(true)}>
            Save template
          </Button>
        </>
      }
    >
      <UsageView usage={usage} />
    </Dialog>
  );
}
