import { ChevronRight, CircleAlert, CircleCheck, CircleDashed } from 'lucide-react';
import { useState } from 'react';
import { ACTION_LOOKS, ActionIcon } from '@/components/data/action-icon';
import { ProblemList } from '@/components/data/problem-list';
import type { ActionValues } from '@/components/dispatchers/actions/values';
import { toDispatcherField } from '@/components/dispatchers/form-values';
import { MailPreview, TaskPreview } from '@/components/dispatchers/preview/effect-previews';
import type { ActionPreview } from '@/components/dispatchers/preview/use-preview';
import { Badge } from '@/components/ui/badge';
import { cx } from '@/components/ui/cx';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import type { Plan } from '@/lib/dispatch/schema';

interface ActionPreviewCardProps {
  index: number;
  values: ActionValues;
  preview: ActionPreview;
  hasEvent: boolean;
  isUpdating: boolean;
  onFocusField: (name: string) => void;
}

/** So many stand open; below them one looks for one. */
const OPEN_AT_FIRST = 6;

/** What one action would do with the event: the mail, the task, or why it cannot. */
export function ActionPreviewCard({
  index,
  values,
  preview,
  hasEvent,
  isUpdating,
  onFocusField,
}: ActionPreviewCardProps) {
  const { word } = ACTION_LOOKS[values.type];
  const { plan, isIncomplete } = preview;
  const [open, setOpen] = useState(index < OPEN_AT_FIRST);
  return (
    <article aria-label={`Preview of action ${index + 1}: ${word.toLowerCase()}`} className="min-w-0 rounded-lg border">
      <header className="flex min-h-10 items-center gap-2 px-3">
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="flex min-w-0 flex-1 items-center gap-2 rounded-sm py-1 text-left"
        >
          <ChevronRight
            aria-hidden
            className={cx('size-4 shrink-0 text-faint transition-transform', open && 'rotate-90')}
          />
          <ActionIcon type={values.type} className="size-4 shrink-0 text-faint" />
          <h3 className="min-w-0 flex-1 truncate font-medium">
            <span className="sr-only">Preview of action </span>
            <span className="tabular text-faint">{index + 1}</span> {values.name || word}
          </h3>
        </button>
        {!values.enabled && <Badge>Disabled</Badge>}
        <State plan={plan} isIncomplete={isIncomplete} />
      </header>
      {open && (
        <div className="grid min-w-0 gap-3 border-t p-3">
          {isIncomplete && (
            <Notice kind="quiet">
              {plan
                ? 'The form has mistakes; this is the last preview before them.'
                : 'Fill in the form, and the result appears here.'}
            </Notice>
          )}
          {plan && (
            <div className={cx('min-w-0 transition-opacity', (isIncomplete || isUpdating) && 'opacity-55')}>
              <PlanView
                plan={plan}
                onFocusField={(field) => onFocusField(`actions.${index}.${toDispatcherField(field)}`)}
              />
            </div>
          )}
          {!plan && !isIncomplete && hasEvent && <Skeleton className="h-24 w-full" />}
          {!plan && !isIncomplete && !hasEvent && <p className="text-muted">There is no event to preview with.</p>}
        </div>
      )}
    </article>
  );
}

/** A whole plan: the mail, the task, or the problems. */
export function PlanView({ plan, onFocusField }: { plan: Plan; onFocusField: (field: string) => void }) {
  if (plan.status === 'problem') return <ProblemList problems={plan.problems} onFocusField={onFocusField} />;
  return plan.effect.type === 'mail' ? <MailPreview mail={plan.effect} /> : <TaskPreview task={plan.effect} />;
}

function State({ plan, isIncomplete }: { plan: Plan | undefined; isIncomplete: boolean }) {
  if (isIncomplete || !plan) {
    return (
      <Badge>
        <CircleDashed aria-hidden /> {isIncomplete ? 'Not complete' : 'Waiting'}
      </Badge>
    );
  }
  if (plan.status === 'problem') {
    return (
      <Badge tone="danger">
        <CircleAlert aria-hidden /> Problem
      </Badge>
    );
  }
  return (
    <Badge tone="success">
      <CircleCheck aria-hidden /> Ready
    </Badge>
  );
}
