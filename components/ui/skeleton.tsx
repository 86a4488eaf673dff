import { cx } from '@/components/ui/cx';

/** A grey block where something will stand; hidden from assistive technology. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cx('block animate-pulse rounded-md bg-quiet-soft', className)} />;
}
