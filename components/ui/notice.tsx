import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '@/components/ui/cx';

const KINDS = {
  info: { Icon: Info, className: 'bg-info-soft text-info' },
  success: { Icon: CircleCheck, className: 'bg-success-soft text-success' },
  warning: { Icon: TriangleAlert, className: 'bg-warning-soft text-warning' },
  danger: { Icon: CircleAlert, className: 'bg-danger-soft text-danger' },
  quiet: { Icon: Info, className: 'bg-quiet-soft text-muted' },
} as const;

interface NoticeProps {
  kind?: keyof typeof KINDS;
  children: ReactNode;
  action?: ReactNode;
  /** `alert` is read out at once, `status` when there is a pause. */
  role?: 'alert' | 'status';
  className?: string;
}

/** A sentence that a person should not miss, with at most one thing to do about it. */
export function Notice({ kind = 'info', children, action, role, className }: NoticeProps) {
  const { Icon, className: colours } = KINDS[kind];
  return (
    <div role={role} className={cx('flex items-start gap-2 rounded-md px-3 py-2', colours, className)}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1 break-words">{children}</div>
      {action}
    </div>
  );
}
