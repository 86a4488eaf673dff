import type { ReactNode } from 'react';
import { cx } from '@/components/ui/cx';

/** A place that scrolls by itself, within reach of a keyboard. `label` names it. */
export function ScrollArea({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: it groups text, not the fields of a form
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without the focus the arrow keys could not scroll it
    <div role="group" aria-label={label} tabIndex={0} className={cx('overflow-auto rounded-md', className)}>
      {children}
    </div>
  );
}
