'use client';

import dynamic from 'next/dynamic';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { ActionList } from '@/components/dispatchers/action-list';
import { DispatcherFields } from '@/components/dispatchers/dispatcher-fields';
import {
  DispatcherForm,
  type DispatcherSave,
  type DispatcherValues,
  toDispatcherField,
  toDispatcherValues,
} from '@/components/dispatchers/form-values';
import { PreviewPane } from '@/components/dispatchers/preview/preview-pane';
import { useOpenActions } from '@/components/dispatchers/use-open-actions';
import { useSaveFlow } from '@/components/dispatchers/use-save-flow';
import { useSaveKeys } from '@/components/dispatchers/use-save-keys';
import { focusField } from '@/components/form/field-path';
import { Form, useAppForm } from '@/components/form/form';
import { LeaveGuard } from '@/components/form/leave-guard';
import { SideSwitch } from '@/components/form/side-switch';
import { Page } from '@/components/shell/page';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import type { Dispatcher } from '@/lib/dispatchers/schema';
import type { StoredEvent } from '@/lib/events/schema';

const SaveDialog = dynamic(() =>
  import('@/components/dispatchers/changes/save-dialog').then((module) => module.SaveDialog),
);
const ConflictDialog = dynamic(() =>
  import('@/components/dispatchers/conflict/conflict-dialog').then((module) => module.ConflictDialog),
);

interface DispatcherEditorProps {
  title: string;
  initial: DispatcherValues;
  /** What is stored now; undefined for a new dispatcher. */
  stored?: Dispatcher;
  /** The event to preview with at first; else the newest of the type. */
  initialEvent?: StoredEvent | undefined;
  readOnly?: boolean;
  /** `base` is what the draft was made of: nothing newer may be overwritten. */
  onSave: (draft: DispatcherSave, base: Dispatcher | undefined) => Promise<Dispatcher>;
  /** Further buttons beside the primary one. */
  actions?: ReactNode;
  /** What stands in the place of the form and its preview, which stay as they are meanwhile. */
  instead?: ((restore: (revision: Dispatcher) => void, isDirty: boolean) => ReactNode) | undefined;
  /** Called before something of the form is to be seen. */
  onShowForm?: () => void;
}

/** The form, and beside it what it would do with a real event. On a narrow screen one at a time. */
export function DispatcherEditor(props: DispatcherEditorProps) {
  const { title, initial, stored, initialEvent, readOnly = false, onSave, actions, instead, onShowForm } = props;
  const formId = useId();
  const [side, setSide] = useState<'form' | 'preview'>('form');
  const [base, setBase] = useState(stored);
  const form = useAppForm({ schema: DispatcherForm, defaultValues: initial });
  const { isDirty, isSubmitting } = form.formState;
  const openActions = useOpenActions(form);

  const submit = () => {
    onShowForm?.();
    setSide('form');
    const element = document.getElementById(formId);
    if (element instanceof HTMLFormElement) element.requestSubmit();
  };
  const flow = useSaveFlow({ form, base, onBase: setBase, onSave, submitAgain: submit });
  useSaveKeys(submit, !readOnly && !isSubmitting && !flow.theirs);
  useNewerStored(stored, base, () => {
    if (isDirty || isSubmitting || !stored) return;
    form.reset(toDispatcherValues(stored));
    setBase(stored);
  });

  const goToField = (name: string) => {
    setSide('form');
    openActions.openFor(name);
    requestAnimationFrame(() => focusField(formId, name));
  };
  const restore = (revision: Dispatcher) => {
    form.reset(toDispatcherValues(revision), { keepDefaultValues: true });
    requestAnimationFrame(submit);
  };
  return (
    <Page
      wide
      sticky
      title={title}
      back={{ href: '/dispatchers', label: 'Dispatchers' }}
      actions={
        <>
          {!instead && <SideSwitch side={side} onChange={setSide} />}
          {isDirty && !readOnly && <span className="text-muted text-xs max-sm:hidden">Not saved</span>}
          {actions}
          {!readOnly && (
            <Button
              variant="primary"
              busy={isSubmitting || (!stored && base !== undefined)}
              onClick={submit}
              aria-keyshortcuts="Control+S Meta+S"
              title="Ctrl+S"
            >
              {stored ? 'Save' : 'Create dispatcher'}
            </Button>
          )}
        </>
      }
    >
      <LeaveGuard when={isDirty} />
      {instead?.(restore, isDirty)}
      <Form
        form={form}
        id={formId}
        label={title}
        toName={toDispatcherField}
        disabled={readOnly}
        className={cx('grid items-start gap-5 xl:grid-cols-2', instead && 'hidden')}
        onSubmit={flow.submit}
      >
        <div className={cx('grid min-w-0 gap-4', side !== 'form' && 'max-xl:hidden')}>
          <DispatcherFields isStored={stored !== undefined} />
          <ActionList readOnly={readOnly} openActions={openActions} />
        </div>
        <div className={cx('min-w-0 xl:sticky xl:top-20', side !== 'preview' && 'max-xl:hidden')}>
          <PreviewPane initialEvent={initialEvent} onFocusField={goToField} />
        </div>
      </Form>
      {flow.asking && (
        <SaveDialog
          draft={flow.asking.draft}
          base={base}
          busy={flow.busy}
          onSave={() => flow.asking?.answer('save')}
          onCancel={() => flow.asking?.answer('cancel')}
          onStale={() => flow.asking?.answer('stale')}
        />
      )}
      {flow.theirs && base && (
        <ConflictDialog
          base={base}
          mine={form.getValues()}
          theirs={flow.theirs}
          onMerged={flow.merge}
          onCancel={flow.dropConflict}
        />
      )}
    </Page>
  );
}

/** Tells when what is stored became another under the form: a save was undone, or it was loaded anew. */
function useNewerStored(stored: Dispatcher | undefined, base: Dispatcher | undefined, onNewer: () => void) {
  const tell = useRef(onNewer);
  tell.current = onNewer;
  const isNewer = stored !== undefined && base !== undefined && stored.updateTimestamp > base.updateTimestamp;
  useEffect(() => {
    if (isNewer) tell.current();
  }, [isNewer]);
}
