'use client';

import { useController } from 'react-hook-form';
import { type FieldProps, useField } from '@/components/form/field';
import { cx } from '@/components/ui/cx';
import { Switch } from '@/components/ui/switch';

/** On or off, with its label at the left. */
export function SwitchField({ name, label, hint, className }: FieldProps) {
  const { field } = useController({ name });
  const { id, disabled } = useField(name);
  return (
    <div className={cx('flex items-center justify-between gap-4', className)}>
      <div className="grid gap-0.5">
        <label id={`${id}-label`} htmlFor={id} className="font-medium">
          {label}
        </label>
        {hint && (
          <span id={`${id}-hint`} className="text-faint text-xs">
            {hint}
          </span>
        )}
      </div>
      <Switch
        id={id}
        ref={field.ref}
        aria-describedby={hint ? `${id}-hint` : undefined}
        checked={field.value === true}
        onCheckedChange={field.onChange}
        onBlur={field.onBlur}
        disabled={disabled}
      />
    </div>
  );
}
