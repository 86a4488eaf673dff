import type { ReactNode } from 'react';
import { cx } from '@/components/ui/cx';

export type Tone = 'success' | 'danger' | 'warning' | 'info' | 'quiet' | 'accent';

const TONES: Record<Tone, string> = {
  success: 'bg-success-soft text-success',
  danger: 'bg-danger-soft text-danger',
  warning: 'bg-warning-soft text-warning',
  info: 'bg-info-soft text-info',
  quiet: 'bg-quiet-soft text-muted',
  accent: 'bg-accent-soft text-accent-text',
};

export function Badge({
  tone = 'quiet',
  className,
  children,
}: {
  tone?: Tone;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span
      className={cx(
        'inline-flex max-w-full items-center align-middle gap-1 whitespace-nowrap rounded-sm px-1.5 py-0.5 font-medium text-xs [&_svg]:size-3.5 [&_svg]:shrink-0',
        TONES[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}
