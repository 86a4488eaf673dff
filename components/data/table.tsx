import type { ComponentProps } from 'react';
import { cx } from '@/components/ui/cx';

/** A table that scrolls by itself when it is wider than its place. `label` names it. */
export function Table({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="overflow-x-auto">
      <table aria-label={label} className="w-full border-collapse text-left">
        {children}
      </table>
    </div>
  );
}

export function HeadCell({ className, ...props }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      className={cx(
        'h-9 whitespace-nowrap border-b px-3 font-medium text-muted text-xs first:pl-4 last:pr-4',
        className,
      )}
      {...props}
    />
  );
}

/** A row whose one link covers it: make the link `before:absolute before:inset-0` with `ROW_LINK`. */
export function Row({ className, ...props }: ComponentProps<'tr'>) {
  return (
    <tr
      className={cx(
        'relative border-b transition-colors last:border-0 focus-within:bg-hover hover:bg-hover',
        className,
      )}
      {...props}
    />
  );
}

export function Cell({ className, ...props }: ComponentProps<'td'>) {
  return <td className={cx('h-12 px-3 py-1.5 align-middle first:pl-4 last:pr-4', className)} {...props} />;
}

/** For the link of a row: the whole row takes the click. Other controls of the row need `relative`. */
export const ROW_LINK = 'rounded-sm font-medium before:absolute before:inset-0';

/** What stands where there is nothing. */
export function Dash() {
  return (
    <span className="text-faint">
      <span aria-hidden>–</span>
      <span className="sr-only">none</span>
    </span>
  );
}
