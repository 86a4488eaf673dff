'use client';

import { useController } from 'react-hook-form';
import { FieldFrame, type FieldProps, useField } from '@/components/form/field';
import { Select, type SelectOption } from '@/components/ui/select';

interface SelectFieldProps extends FieldProps {
  options: readonly SelectOption<string>[];
}

/** One of a few fixed choices, with its label above. */
export function SelectField({ name, label, hint, optional, className, options }: SelectFieldProps) {
  const { field } = useController({ name });
  const { id, error, disabled, controlProps } = useField(name);
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
      <Select
        {...controlProps}
        label={label}
        value={String(field.value ?? '')}
        onValueChange={field.onChange}
        onBlur={field.onBlur}
        disabled={disabled}
        options={options}
      />
    </FieldFrame>
  );
}
