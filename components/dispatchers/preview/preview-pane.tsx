'use client';

import dynamic from 'next/dynamic';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useFormContext, useWatch } from 'react-hook-form';
import type { DispatcherValues } from '@/components/dispatchers/form-values';
import { ActionPreviewCard } from '@/components/dispatchers/preview/action-preview-card';
import { PreviewEventPicker } from '@/components/dispatchers/preview/preview-event-picker';
import { type ActionPreview, usePreview } from '@/components/dispatchers/preview/use-preview';
import { usePreviewEvent } from '@/components/dispatchers/preview/use-preview-event';
import { Card, CardHeader } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { SegmentedSwitch } from '@/components/ui/segmented-switch';
import { Skeleton } from '@/components/ui/skeleton';
import type { StoredEvent } from '@/lib/events/schema';

interface PreviewPaneProps {
  initialEvent: StoredEvent | undefined;
  /** Leads to a field of the form, such as `actions.0.recipients.to`. */
  onFocusField: (name: string) => void;
}

const PreviewGrid = dynamic(() =>
  import('@/components/dispatchers/preview/preview-grid').then((module) => module.PreviewGrid),
);
const VIEWS = ['one', 'grid'] as const;
const VIEW_OPTIONS = [
  { value: 'one', label: 'One event' },
  { value: 'grid', label: 'Last 20 events' },
] as const;

/** What would be sent and run for real events, exactly as the engine would do it: for one, or for the last 20 at once. */
export function PreviewPane({ initialEvent, onFocusField }: PreviewPaneProps) {
  const [view, setView] = useQueryState('preview', parseAsStringLiteral(VIEWS).withDefault('one'));
  return (
    <Card aria-label="Preview" className="flex flex-col xl:max-h-[calc(100dvh-6rem)]">
      <CardHeader title="Preview">
        <span className="text-faint text-xs max-sm:hidden">Nothing is sent</span>
        <SegmentedSwitch
          label="How many events are previewed"
          value={view}
          options={VIEW_OPTIONS}
          onChange={(value) => setView(value === 'grid' ? 'grid' : null)}
        />
      </CardHeader>
      {view === 'grid' ? (
        <PreviewGrid onFocusField={onFocusField} />
      ) : (
        <EventPreview initialEvent={initialEvent} onFocusField={onFocusField} />
      )}
    </Card>
  );
}

function EventPreview({ initialEvent, onFocusField }: PreviewPaneProps) {
  const { control } = useFormContext<DispatcherValues>();
  const eventType = useWatch({ control, name: 'eventType' });
  const actions = useWatch({ control, name: 'actions' });
  const choice = usePreviewEvent(eventType, initialEvent);
  const { previews, error, isUpdating } = usePreview(actions, choice.event);
  const isAsked = choice.event !== undefined && isUpdating && previews.some(({ isIncomplete }) => !isIncomplete);
  // One grey block until the first answer: what was shown before it would move when it comes.
  const isFirst = choice.isPending || (isAsked && previews.every(({ plan }) => !plan));
  return (
    <div className="grid min-h-0 gap-4 overflow-y-auto p-4">
      <p role="status" aria-live="polite" className="sr-only">
        {isUpdating ? '' : toSummary(previews)}
      </p>
      <PreviewEventPicker choice={choice} />
      {error && <Notice kind="danger">{error.message}</Notice>}
      {isFirst && <Skeleton className="h-40 w-full" />}
      {actions.length === 0 && (
        <p className="rounded-md border border-dashed px-4 py-8 text-center text-muted">
          Add an action, and you see here what it does with this event.
        </p>
      )}
      {(isFirst ? [] : previews).map((preview, index) => {
        const values = actions[index];
        return (
          values && (
            <ActionPreviewCard
              key={preview.key}
              index={index}
              values={values}
              preview={preview}
              hasEvent={choice.event !== undefined}
              isUpdating={isUpdating}
              onFocusField={onFocusField}
            />
          )
        );
      })}
    </div>
  );
}

/** The state of the preview in one sentence, for those who do not see it. */
function toSummary(previews: readonly ActionPreview[]): string {
  if (previews.length === 0) return '';
  const incomplete = previews.filter((preview) => preview.isIncomplete).length;
  const broken = previews.filter((preview) => !preview.isIncomplete && preview.plan?.status === 'problem').length;
  const ready = previews.filter((preview) => !preview.isIncomplete && preview.plan?.status === 'ready').length;
  const parts = [
    ready > 0 && `${ready} ready`,
    broken > 0 && `${broken} with a problem`,
    incomplete > 0 && `${incomplete} not complete`,
  ];
  const said = parts.filter(Boolean);
  return said.length === 0 ? '' : `Preview: ${said.join(', ')}.`;
}
