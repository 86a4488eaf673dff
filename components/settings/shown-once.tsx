'use client';

import { useId } from 'react';
import { CopyButton } from '@/components/data/copy-button';
import { Input } from '@/components/ui/input';

interface ShownOnceProps {
  label: string;
  value: string;
  hint?: string;
}

/** A secret, or what goes with it, to be copied now: nobody can read it again. */
export function ShownOnce({ label, value, hint }: ShownOnceProps) {
  const id = useId();
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <div className="flex gap-2">
        <Input
          id={id}
          readOnly
          value={value}
          onFocus={(event) => event.target.select()}
          aria-describedby={hint ? `${id}-hint` : undefined}
          className="font-mono text-xs"
        />
        <CopyButton text={value} label={`Copy ${label}`}>
          Copy
        </CopyButton>
      </div>
      {hint && (
        <p id={`${id}-hint`} className="text-faint text-xs">
          {hint}
        </p>
      )}
    </div>
  );
}
