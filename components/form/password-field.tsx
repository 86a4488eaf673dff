'use client';

import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { useFormContext } from 'react-hook-form';
import { FieldFrame, type FieldProps, useField } from '@/components/form/field';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';

interface PasswordFieldProps extends FieldProps {
  autoComplete: 'current-password' | 'new-password';
}

export function PasswordField({ name, label, hint, autoComplete }: PasswordFieldProps) {
  const { register } = useFormContext();
  const { id, error, disabled, controlProps } = useField(name);
  const [shown, setShown] = useState(false);
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error}>
      <div className="relative">
        <Input
          {...register(name)}
          {...controlProps}
          type={shown ? 'text' : 'password'}
          autoComplete={autoComplete}
          disabled={disabled}
          className="pr-9"
        />
        <IconButton
          label={shown ? 'Hide what was typed' : 'Show what was typed'}
          size="sm"
          className="absolute top-1/2 right-0.5 -translate-y-1/2"
          onClick={() => setShown(!shown)}
        >
          {shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
        </IconButton>
      </div>
    </FieldFrame>
  );
}
