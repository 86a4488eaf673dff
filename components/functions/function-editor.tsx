'use client';

import { type ReactNode, useId } from 'react';
import { Form, useAppForm } from '@/components/form/form';
import { LeaveGuard } from '@/components/form/leave-guard';
import { CodeSection } from '@/components/functions/code-section';
import { EnvironmentSection } from '@/components/functions/environment-section';
import {
  type FunctionBody,
  type FunctionValues,
  functionForm,
  toFunctionField,
} from '@/components/functions/form-values';
import { IdentitySection } from '@/components/functions/identity-section';
import { LimitsSection } from '@/components/functions/limits-section';
import { HttpSection, LambdaSection } from '@/components/functions/target-sections';
import { Page } from '@/components/shell/page';
import { Button } from '@/components/ui/button';
import type { FunctionCodeView, FunctionDetail } from '@/lib/functions/usage/schema';

/** What is on the server already: the form sends only what differs from it. */
export interface StoredFunction {
  detail: FunctionDetail;
  code: FunctionCodeView | undefined;
}

interface FunctionEditorProps {
  title: string;
  submitLabel: string;
  initial: FunctionValues;
  stored?: StoredFunction;
  readOnly?: boolean;
  onSave: (body: FunctionBody) => Promise<void>;
  /** What is stored after a save: the form goes on from it. */
  reload?: () => Promise<FunctionValues>;
  /** Further buttons beside the primary one. */
  actions?: ReactNode;
  /** Stands above the form. */
  intro?: ReactNode;
  /** Stands beside the form; it may ask for the form, which is around it. */
  aside?: ReactNode;
}

/** The form of a function, and beside it what can be done with it. */
export function FunctionEditor(props: FunctionEditorProps) {
  const { title, submitLabel, initial, stored, readOnly = false, onSave, reload, actions, intro, aside } = props;
  const formId = useId();
  const form = useAppForm({
    schema: functionForm(stored && { source: stored.code?.source }),
    defaultValues: initial,
  });
  const { isDirty, isSubmitting, isSubmitSuccessful } = form.formState;
  const isDone = !stored && isSubmitSuccessful;
  return (
    <Page
      wide
      sticky
      title={title}
      back={{ href: '/functions', label: 'Functions' }}
      actions={
        <>
          {isDirty && !readOnly && <span className="text-muted text-xs max-sm:hidden">Not saved</span>}
          {actions}
          {!readOnly && (
            <Button type="submit" form={formId} variant="primary" busy={isSubmitting}>
              {submitLabel}
            </Button>
          )}
        </>
      }
    >
      <LeaveGuard when={isDirty && !isSubmitting && !isDone} />
      {intro && <div className="mb-4">{intro}</div>}
      <Form
        form={form}
        id={formId}
        label={title}
        toName={(path) => toFunctionField(path, form.getValues())}
        disabled={readOnly}
        className="grid items-start gap-5 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]"
        onSubmit={async (body) => {
          await onSave(body);
          if (reload) form.reset(await reload());
        }}
      >
        <div className="grid min-w-0 gap-4">
          <IdentitySection isStored={stored !== undefined} />
          {initial.kind === 'local' && <CodeSection code={stored?.code} readOnly={readOnly} />}
          {initial.kind === 'http' && <HttpSection detail={stored?.detail} />}
          {initial.kind === 'lambda' && <LambdaSection hasCredentials={stored?.detail.hasCredentials ?? false} />}
          {initial.kind === 'local' && <EnvironmentSection readOnly={readOnly} />}
          <LimitsSection kind={initial.kind} />
        </div>
        <div className="grid min-w-0 gap-4 xl:sticky xl:top-20">{aside}</div>
      </Form>
    </Page>
  );
}
