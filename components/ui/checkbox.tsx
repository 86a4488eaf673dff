'use client';

import { Check, Minus } from 'lucide-react';
import { Checkbox as Primitive } from 'radix-ui';
import { cx } from '@/components/ui/cx';

interface CheckboxProps {
  id?: string;
  /** The accessible name. */
  label: string;
  checked: boolean | 'indeterminate';
  onCheckedChange: (checked: boolean) => void;
  disabled?: boolean;
  className?: string;
}

export function Checkbox({ id, label, checked, onCheckedChange, disabled = false, className }: CheckboxProps) {
  return (
    <Primitive.Root
      id={id}
      aria-label={label}
      checked={checked}
      disabled={disabled}
      onCheckedChange={(next) => onCheckedChange(next === true)}
      className={cx(
        'relative z-1 grid size-4 shrink-0 place-items-center rounded-sm border border-line-strong bg-surface align-middle hover:border-faint disabled:opacity-55 pointer-coarse:size-5',
        'before:absolute before:-inset-2.5 data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent',
        className,
      )}
    >
      <Primitive.Indicator className="text-on-accent [&_svg]:size-3.5">
        {checked === 'indeterminate' ? <Minus aria-hidden /> : <Check aria-hidden />}
      </Primitive.Indicator>
    </Primitive.Root>
  );
}
