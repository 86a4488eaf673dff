'use client';

import type { ReactNode } from 'react';
import { get, useFormContext, useFormState } from 'react-hook-form';
import { toFieldMessages, toSentence } from '@/components/form/field-errors';
import { fieldId } from '@/components/form/field-path';
import { useFormScope } from '@/components/form/form';
import { cx } from '@/components/ui/cx';

/** What every labelled field takes. */
export interface FieldProps {
  /** Its place in the form's values, such as `actions.0.name`. */
  name: string;
  label: string;
  /** One quiet sentence below: what it is for, or an example. */
  hint?: ReactNode;
  /** Says "optional" beside the label. */
  optional?: boolean;
  className?: string;
}

/** Everything that ties a control to its label, hint and error. `values` names the items of a list in its error. */
export function useField(name: string, values?: readonly string[]) {
  const { formId, disabled } = useFormScope();
  const { control } = useFormContext();
  const { errors } = useFormState({ control, name });
  const id = fieldId(formId, name);
  const messages = toFieldMessages(get(errors, name));
  const error = toSentence(messages, values);
  return {
    id,
    disabled,
    error,
    invalidItems: new Set(messages.items.keys()),
    controlProps: {
      id,
      'aria-invalid': error !== undefined || undefined,
      'aria-describedby': `${id}-hint ${id}-error`,
    } as const,
  };
}

interface FieldFrameProps extends Omit<FieldProps, 'name'> {
  id: string;
  error: string | undefined;
  /** For a control that is no native field: its label is tied by `aria-labelledby` to `${id}-label`. */
  labelAs?: 'label' | 'span';
  /** A small button at the end of the label's line. */
  action?: ReactNode;
  children: ReactNode;
}

/** Label above, control, then the error or the hint. */
export function FieldFrame({
  id,
  label,
  hint,
  optional = false,
  error,
  labelAs = 'label',
  action,
  className,
  children,
}: FieldFrameProps) {
  const labelClass = 'font-medium';
  return (
    <div className={cx('grid min-w-0 grid-cols-1 content-start gap-1', className)}>
      <div className={cx('flex justify-between gap-2', action ? 'items-center' : 'items-baseline')}>
        {labelAs === 'label' ? (
          <label id={`${id}-label`} htmlFor={id} className={labelClass}>
            {label}
          </label>
        ) : (
          <span id={`${id}-label`} className={labelClass}>
            {label}
          </span>
        )}
        {(optional || action) && (
          <span className="flex items-center gap-1.5">
            {optional && <span className="text-faint text-xs">optional</span>}
            {action}
          </span>
        )}
      </div>
      {children}
      <p
        id={`${id}-error`}
        role={error ? 'alert' : undefined}
        className={cx('text-danger text-xs', !error && 'hidden')}
      >
        {error}
      </p>
      <div id={`${id}-hint`} className={cx('text-faint text-xs', (!hint || error) && 'hidden')}>
        {hint}
      </div>
    </div>
  );
}
