import { CircleAlert } from 'lucide-react';
import { formatLocal } from '@/components/data/time';
import { cx } from '@/components/ui/cx';
import type { PlanSummary } from '@/lib/back-test/schema';

interface PlanCellProps {
  plan: PlanSummary;
  label: string;
  onOpen: () => void;
}

/** One action for one event, in two lines; a click shows it whole. */
export function PlanCell({ plan, label, onOpen }: PlanCellProps) {
  const [first, second] = toLines(plan);
  const isProblem = plan.status === 'problem';
  return (
    <button
      type="button"
      aria-label={`${label}: ${isProblem ? 'problem, ' : ''}${first}${second ? `, ${second}` : ''}`}
      onClick={onOpen}
      className={cx(
        'block w-full min-w-0 rounded-md px-2 py-1 text-left',
        isProblem ? 'bg-danger-soft text-danger hover:brightness-95' : 'hover:bg-hover',
      )}
    >
      <span className="flex min-w-0 items-center gap-1">
        {isProblem && <CircleAlert aria-hidden className="size-3.5 shrink-0" />}
        <span className={cx('truncate', isProblem ? 'text-xs' : 'font-medium')}>{first}</span>
      </span>
      {second && <span className={cx('block truncate text-xs', !isProblem && 'text-muted')}>{second}</span>}
    </button>
  );
}

function toLines(plan: PlanSummary): [string, string | undefined] {
  if (plan.status === 'problem') {
    const [first, ...others] = plan.problems;
    return [first?.message ?? 'It cannot be carried out', others.length > 0 ? `and ${others.length} more` : undefined];
  }
  if (plan.type === 'task') return [plan.functionName, `starts ${formatLocal(plan.startTimestamp)}`];
  const rest = plan.recipients - plan.to.length;
  return [plan.subject || '(no subject)', `${plan.to.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`];
}
