'use client';

import type { ComponentProps } from 'react';
import { useFormContext } from 'react-hook-form';
import { FieldFrame, type FieldProps, useField } from '@/components/form/field';
import { Input, Textarea } from '@/components/ui/input';

type TextFieldProps = FieldProps &
  Pick<ComponentProps<'input'>, 'type' | 'autoComplete' | 'autoFocus' | 'placeholder' | 'inputMode' | 'readOnly'>;

export function TextField({ name, label, hint, optional, className, ...input }: TextFieldProps) {
  const { register, getValues } = useFormContext();
  const { id, error, disabled, controlProps } = useField(name);
  return (
    <FieldFrame id={id} label={label} hint={hint} optional={optional} error={error} className={className}>
      {/* The form fills its inputs in the browser; a document is to come filled. */}
      <Input {...register(name)} defaultValue={getValues(name)} {...controlProps} {...input} disabled={disabled} />
    </FieldFrame>
  );
}

export function TextareaField({ name, label, hint, optional, className }: FieldProps) {
  const { register, getValues } = useFormContext();
  const { id, error, disabled, controlProps } = useField(name);
  return (
    <FieldFrame id={id} label={label} hint={hint} optional={optional} error={error} className={className}>
      <Textarea {...register(name)} defaultValue={getValues(name)} {...controlProps} rows={2} disabled={disabled} />
    </FieldFrame>
  );
}
