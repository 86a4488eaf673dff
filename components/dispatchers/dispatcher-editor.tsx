'use client';

import { type ReactNode, useId, useState } from 'react';
import { ActionList } from '@/components/dispatchers/action-list';
import { DispatcherFields } from '@/components/dispatchers/dispatcher-fields';
import {
  DispatcherForm,
  type DispatcherSave,
  type DispatcherValues,
  toDispatcherField,
  toSavedValues,
} from '@/components/dispatchers/form-values';
import { PreviewPane } from '@/components/dispatchers/preview/preview-pane';
import { focusField } from '@/components/form/field-path';
import { Form, useAppForm } from '@/components/form/form';
import { LeaveGuard } from '@/components/form/leave-guard';
import { Page } from '@/components/shell/page';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import type { Dispatcher } from '@/lib/dispatchers/schema';
import type { StoredEvent } from '@/lib/events/schema';

interface DispatcherEditorProps {
  title: string;
  submitLabel: string;
  initial: DispatcherValues;
  /** The event to preview with at first; else the newest of the type. */
  initialEvent?: StoredEvent | undefined;
  isStored?: boolean;
  readOnly?: boolean;
  onSave: (input: DispatcherSave) => Promise<Dispatcher>;
  /** Further buttons beside the primary one. */
  actions?: ReactNode;
}

type Side = 'form' | 'preview';

/** The form, and beside it what it would do with a real event. On a narrow screen one at a time. */
export function DispatcherEditor({
  title,
  submitLabel,
  initial,
  initialEvent,
  isStored = false,
  readOnly = false,
  onSave,
  actions,
}: DispatcherEditorProps) {
  const formId = useId();
  const [side, setSide] = useState<Side>('form');
  const form = useAppForm({ schema: DispatcherForm, defaultValues: initial });
  const { isDirty, isSubmitting } = form.formState;

  const goToField = (name: string) => {
    setSide('form');
    requestAnimationFrame(() => focusField(formId, name));
  };
  return (
    <Page
      wide
      sticky
      title={title}
      back={{ href: '/dispatchers', label: 'Dispatchers' }}
      actions={
        <>
          <SideSwitch side={side} onChange={setSide} />
          {isDirty && !readOnly && <span className="text-muted text-xs max-sm:hidden">Not saved</span>}
          {actions}
          {!readOnly && (
            <Button type="submit" form={formId} variant="primary" busy={isSubmitting} onClick={() => setSide('form')}>
              {submitLabel}
            </Button>
          )}
        </>
      }
    >
      <LeaveGuard when={isDirty && !isSubmitting} />
      <Form
        form={form}
        id={formId}
        label={title}
        toName={toDispatcherField}
        disabled={readOnly}
        className="grid items-start gap-5 xl:grid-cols-2"
        onSubmit={async (input) => {
          const saved = await onSave(input);
          form.reset(toSavedValues(saved, form.getValues()));
        }}
      >
        <div className={cx('grid min-w-0 gap-4', side !== 'form' && 'max-xl:hidden')}>
          <DispatcherFields isStored={isStored} />
          <ActionList readOnly={readOnly} />
        </div>
        <div className={cx('min-w-0 xl:sticky xl:top-20', side !== 'preview' && 'max-xl:hidden')}>
          <PreviewPane initialEvent={initialEvent} onFocusField={goToField} />
        </div>
      </Form>
    </Page>
  );
}

const SIDES: readonly { value: Side; label: string }[] = [
  { value: 'form', label: 'Form' },
  { value: 'preview', label: 'Preview' },
];

function SideSwitch({ side, onChange }: { side: Side; onChange: (side: Side) => void }) {
  return (
    <fieldset className="inline-flex gap-0.5 rounded-md border bg-sunken p-0.5 xl:hidden">
      <legend className="sr-only">What is shown</legend>
      {SIDES.map(({ value, label }) => (
        <button
          key={value}
          type="button"
          aria-pressed={side === value}
          onClick={() => onChange(value)}
          className={cx(
            'h-6.5 rounded-sm px-2.5 font-medium text-xs pointer-coarse:h-9',
            side === value ? 'bg-raised text-ink shadow-card' : 'text-muted hover:text-ink',
          )}
        >
          {label}
        </button>
      ))}
    </fieldset>
  );
}
