'use client';

import { useFormContext, useWatch } from 'react-hook-form';
import type { DispatcherValues } from '@/components/dispatchers/form-values';
import { ActionPreviewCard } from '@/components/dispatchers/preview/action-preview-card';
import { PreviewEventPicker } from '@/components/dispatchers/preview/preview-event-picker';
import { type ActionPreview, usePreview } from '@/components/dispatchers/preview/use-preview';
import { usePreviewEvent } from '@/components/dispatchers/preview/use-preview-event';
import { Card, CardHeader } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import type { StoredEvent } from '@/lib/events/schema';

interface PreviewPaneProps {
  initialEvent: StoredEvent | undefined;
  /** Leads to a field of the form, such as `actions.0.recipients.to`. */
  onFocusField: (name: string) => void;
}

/** What would be sent and run for a real event, exactly as the engine would do it. */
export function PreviewPane({ initialEvent, onFocusField }: PreviewPaneProps) {
  const { control } = useFormContext<DispatcherValues>();
  const eventType = useWatch({ control, name: 'eventType' });
  const actions = useWatch({ control, name: 'actions' });
  const choice = usePreviewEvent(eventType, initialEvent);
  const { previews, error, isUpdating } = usePreview(actions, choice.event);
  return (
    <Card aria-label="Preview" className="flex flex-col xl:max-h-[calc(100dvh-6rem)]">
      <CardHeader title="Preview">
        <span className="text-faint text-xs max-sm:hidden">Nothing is sent</span>
      </CardHeader>
      <div className="grid min-h-0 gap-4 overflow-y-auto p-4">
        <p role="status" aria-live="polite" className="sr-only">
          {isUpdating ? '' : toSummary(previews)}
        </p>
        <PreviewEventPicker choice={choice} />
        {error && <Notice kind="danger">{error.message}</Notice>}
        {choice.isPending && <Skeleton className="h-40 w-full" />}
        {actions.length === 0 && (
          <p className="rounded-md border border-dashed px-4 py-8 text-center text-muted">
            Add an action, and you see here what it does with this event.
          </p>
        )}
        {previews.map((preview, index) => {
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
    </Card>
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
