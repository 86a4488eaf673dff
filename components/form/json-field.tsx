'use client';

import { useController } from 'react-hook-form';
import { FieldFrame, type FieldProps, useField } from '@/components/form/field';
import { LazyJsonEditor } from '@/components/form/lazy-json-editor';

/** JSON, held by the form as text: what cannot be read yet must survive too. */
export function JsonField({ name, label, hint, optional, className }: FieldProps) {
  const { field } = useController({ name });
  const { id, error, disabled } = useField(name);
  return (
    <FieldFrame
      id={id}
      label={label}
      hint={hint}
      optional={optional}
      error={error}
      labelAs="span"
      className={className}
    >
      <LazyJsonEditor
        id={id}
        value={typeof field.value === 'string' ? field.value : ''}
        onValueChange={field.onChange}
        onBlur={field.onBlur}
        labelledBy={`${id}-label`}
        describedBy={`${id}-hint ${id}-error`}
        invalid={error !== undefined}
        readOnly={disabled}
      />
    </FieldFrame>
  );
}
