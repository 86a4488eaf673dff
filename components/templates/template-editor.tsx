'use client';

import { type ReactNode, useId, useState } from 'react';
import { focusField } from '@/components/form/field-path';
import { Form, useAppForm } from '@/components/form/form';
import { LeaveGuard } from '@/components/form/leave-guard';
import { type Side, SideSwitch } from '@/components/form/side-switch';
import { Page } from '@/components/shell/page';
import { TemplateForm, type TemplateValues, toSavedValues, toTemplateField } from '@/components/templates/form-values';
import { TemplateWorkbench } from '@/components/templates/template-workbench';
import { Button } from '@/components/ui/button';
import type { Template, TemplateInput } from '@/lib/templates/schema';

interface TemplateEditorProps {
  /** Absent for a new one. */
  id?: string;
  title: string;
  submitLabel: string;
  initial: TemplateValues;
  readOnly?: boolean;
  /** Answers what is stored then, or undefined when it was not saved after all. */
  onSave: (input: TemplateInput) => Promise<Template | undefined>;
  /** Further buttons beside the primary one. */
  actions?: ReactNode;
}

/** The form, and beside it what the draft makes of real values. On a narrow screen one at a time. */
export function TemplateEditor({
  id,
  title,
  submitLabel,
  initial,
  readOnly = false,
  onSave,
  actions,
}: TemplateEditorProps) {
  const formId = useId();
  const [side, setSide] = useState<Side>('form');
  const form = useAppForm({ schema: TemplateForm, defaultValues: initial });
  const { isDirty, isSubmitting } = form.formState;

  const goToField = (path: string) => {
    setSide('form');
    requestAnimationFrame(() => focusField(formId, toTemplateField(path, form.getValues('outputs'))));
  };
  return (
    <Page
      wide
      sticky
      title={title}
      back={{ href: '/templates', label: 'Templates' }}
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
        toName={(path) => toTemplateField(path, form.getValues('outputs'))}
        disabled={readOnly}
        className="grid items-start gap-5 xl:grid-cols-2"
        onSubmit={async (input) => {
          const saved = await onSave(input);
          if (saved) form.reset(toSavedValues(saved, form.getValues()));
        }}
      >
        <TemplateWorkbench id={id} side={side} readOnly={readOnly} onFocusField={goToField} />
      </Form>
    </Page>
  );
}
