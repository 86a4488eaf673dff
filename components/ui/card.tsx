import type { ComponentProps, ReactNode } from 'react';
import { cx } from '@/components/ui/cx';

interface CardProps extends ComponentProps<'section'> {
  /** `article` for one of many alike: a page with many regions is hard to find one's way in. */
  as?: 'section' | 'article';
}

export function Card({ as: Element = 'section', className, ...props }: CardProps) {
  return <Element className={cx('rounded-lg border bg-surface shadow-card', className)} {...props} />;
}

/** The top line of a card: a heading, and what can be done with it at the right. */
export function CardHeader({ title, id, children }: { title: ReactNode; id?: string; children?: ReactNode }) {
  return (
    <header className="flex min-h-11 flex-wrap items-center gap-x-2 gap-y-1 border-b px-4 py-1.5">
      <h2 id={id} className="min-w-0 max-w-full grow basis-auto truncate font-semibold text-base">
        {title}
      </h2>
      {children}
    </header>
  );
}
