import type { ComponentProps } from 'react';
import { cx } from '@/components/ui/cx';

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input className={cx('control h-8 w-full min-w-0 px-2.5 pointer-coarse:h-10', className)} {...props} />;
}

export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return <textarea className={cx('control min-h-16 w-full resize-y px-2.5 py-1.5', className)} {...props} />;
}
