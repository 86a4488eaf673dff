'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { ChangesView } from '@/components/dispatchers/changes/changes-view';
import { describeChanges } from '@/components/dispatchers/changes/describe-changes';
import { EffectView } from '@/components/dispatchers/changes/effect-view';
import type { DispatcherSave } from '@/components/dispatchers/form-values';
import { effectQuery, templatesQuery } from '@/components/dispatchers/queries';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { EffectInput } from '@/lib/back-test/schema';
import type { Dispatcher } from '@/lib/dispatchers/schema';

export interface SaveDialogProps {
  draft: DispatcherSave;
  /** What the draft was made of; undefined for a new dispatcher. */
  base: Dispatcher | undefined;
  busy: boolean;
  onSave: () => void;
  onCancel: () => void;
  /** Called when somebody else saved since `base` was loaded. */
  onStale: () => void;
}

/** Before saving: what changes, and what that does to the newest events. Enter, or the keys that save, confirm. */
export function SaveDialog({ draft, base, busy, onSave, onCancel, onStale }: SaveDialogProps) {
  const templates = useQuery(templatesQuery).data;
  const changes = useMemo(() => {
    const names = new Map(templates?.map(({ id = '', name }) => [id, name]));
    return describeChanges(base ?? { enabled: true, tags: [], actions: [] }, draft, names);
  }, [base, draft, templates]);
  const input = useMemo(() => toEffectInput(draft, base), [draft, base]);

  const storedNow = useQuery(effectQuery(input)).data?.updateTimestamp;
  const isStale = base !== undefined && storedNow !== undefined && storedNow !== base.updateTimestamp;
  const tellStale = useRef(onStale);
  tellStale.current = onStale;
  useEffect(() => {
    if (isStale) tellStale.current();
  }, [isStale]);

  const save = useRef(onSave);
  save.current = onSave;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isSaveKey = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's';
      const isEnter = event.key === 'Enter' && !(event.target as Element).closest('button, a, summary, input');
      if (event.repeat || !(isSaveKey || isEnter)) return;
      event.preventDefault();
      event.stopPropagation();
      if (!busy) save.current();
    };
    document.addEventListener('keydown', onKeyDown, true);
    return () => document.removeEventListener('keydown', onKeyDown, true);
  }, [busy]);

  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && !busy && onCancel()}
      title={base ? 'Save these changes?' : 'Create this dispatcher?'}
      footer={
        <>
          <Button onClick={onCancel} disabled={busy}>
            Back to the form
          </Button>
          <Button variant="primary" busy={busy} onClick={onSave} aria-keyshortcuts="Enter">
            {base ? 'Save' : 'Create'}
          </Button>
        </>
      }
    >
      <div className="grid gap-5">
        <section aria-label="Effect on past events" className="grid gap-2">
          <h3 className="font-semibold text-base">What it does to past events</h3>
          <EffectView input={input} />
        </section>
        <section aria-label="What changes" className="grid gap-2">
          <h3 className="font-semibold text-base">{base ? 'What changes' : 'What is created'}</h3>
          <ChangesView changes={changes} />
        </section>
      </div>
    </Dialog>
  );
}

function toEffectInput({ eventType, enabled, actions }: DispatcherSave, base: Dispatcher | undefined): EffectInput {
  return { ...(base && { dispatcherId: base.id }), eventType, enabled, actions };
}
