'use client';

import { Tabs as Primitive } from 'radix-ui';
import { cx } from '@/components/ui/cx';

export const Tabs = Primitive.Root;
export const TabPanel = Primitive.Content;

export function TabList({ className, ...props }: Primitive.TabsListProps) {
  return (
    <Primitive.List className={cx('inline-flex gap-0.5 rounded-md border bg-sunken p-0.5', className)} {...props} />
  );
}

export function Tab({ className, ...props }: Primitive.TabsTriggerProps) {
  return (
    <Primitive.Trigger
      className={cx(
        'inline-flex h-6 items-center justify-center gap-1.5 rounded-sm px-2.5 font-medium text-muted text-xs transition-colors pointer-coarse:h-9',
        'hover:text-ink data-[state=active]:bg-raised data-[state=active]:text-ink data-[state=active]:shadow-card',
        className,
      )}
      {...props}
    />
  );
}
