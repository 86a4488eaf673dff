'use client';

import { useController } from 'react-hook-form';
import { FieldFrame, type FieldProps, useField } from '@/components/form/field';
import { Select, type SelectOption } from '@/components/ui/select';

interface ChoiceFieldProps extends FieldProps {
  options: readonly SelectOption<string>[];
}

/** One of a few fixed choices, with its label. */
export function ChoiceField({ name, label, hint, className, options }: ChoiceFieldProps) {
  const { field } = useController({ name });
  const { id, error } = useField(name);
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} className={className} labelAs="span">
      <Select label={label} value={String(field.value)} onValueChange={field.onChange} options={options} />
    </FieldFrame>
  );
}
