'use client';

import { useState } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { ACTION_LOOKS, ActionIcon } from '@/components/data/action-icon';
import { RelativeTime } from '@/components/data/relative-time';
import { ScrollArea } from '@/components/data/scroll-area';
import type { ActionValues } from '@/components/dispatchers/actions/values';
import type { DispatcherValues } from '@/components/dispatchers/form-values';
import { CellDialog } from '@/components/dispatchers/preview/cell-dialog';
import { PlanCell } from '@/components/dispatchers/preview/plan-cell';
import { usePreviewGrid } from '@/components/dispatchers/preview/use-preview-grid';
import { Badge } from '@/components/ui/badge';
import { cx } from '@/components/ui/cx';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import type { EventPreviews } from '@/lib/back-test/schema';

interface Cell {
  eventId: string;
  at: number;
  index: number;
}

/** The draft against the last 20 events: one row each, one column per action. A cell opens what it stands for. */
export function PreviewGrid({ onFocusField }: { onFocusField: (name: string) => void }) {
  const { control } = useFormContext<DispatcherValues>();
  const eventType = useWatch({ control, name: 'eventType' });
  const actions = useWatch({ control, name: 'actions' });
  const { grid, isUpdating } = usePreviewGrid(eventType, actions);
  const [open, setOpen] = useState<Cell>();
  const openValues = open && actions[open.index];

  if (eventType.trim() === '') return <Hint>Give the event type first: the preview uses real events of it.</Hint>;
  if (actions.length === 0) return <Hint>Add an action, and you see here what it does with the last 20 events.</Hint>;
  if (grid.error) return <Hint kind="danger">{grid.error.message}</Hint>;
  if (!grid.data) return <Skeleton className="m-4 h-48" />;
  const { events, places } = grid.data;
  if (events.length === 0) return <Hint>No “{eventType}” event has arrived yet.</Hint>;
  return (
    <>
      <p role="status" aria-live="polite" className="border-b px-4 py-1.5 text-muted text-xs">
        {toSentence(events)}
      </p>
      <ScrollArea label="Last events" className={cx('min-h-0 flex-1', isUpdating && 'opacity-70')}>
        <table aria-label="The draft against the last events" className="w-full border-collapse text-left">
          <thead>
            <tr>
              <th
                scope="col"
                className="sticky top-0 left-0 z-20 border-b bg-surface px-4 py-2 font-medium text-muted text-xs"
              >
                Event
              </th>
              {actions.map((values, index) => (
                <ColumnHead key={values.key} values={values} index={index} />
              ))}
            </tr>
          </thead>
          <tbody>
            {events.map((event) => (
              <tr key={event.id} className="border-b last:border-0">
                <th
                  scope="row"
                  className="sticky left-0 z-10 whitespace-nowrap bg-surface px-4 font-normal text-muted text-xs"
                >
                  <RelativeTime timestamp={event.creationTimestamp} />
                </th>
                {actions.map((values, index) => {
                  const plan = event.plans[places.indexOf(index)];
                  return (
                    <td key={values.key} className="min-w-44 max-w-72 p-1">
                      {places.includes(index) && plan ? (
                        <PlanCell
                          plan={plan}
                          label={`Action ${index + 1}`}
                          onOpen={() => setOpen({ eventId: event.id, at: event.creationTimestamp, index })}
                        />
                      ) : (
                        <span className="block px-2 py-1.5 text-faint text-xs">Not complete</span>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
      {open && openValues && (
        <CellDialog
          eventId={open.eventId}
          at={open.at}
          index={open.index}
          values={openValues}
          onClose={() => setOpen(undefined)}
          onFocusField={(name) => {
            setOpen(undefined);
            onFocusField(name);
          }}
        />
      )}
    </>
  );
}

function ColumnHead({ values, index }: { values: ActionValues; index: number }) {
  return (
    <th scope="col" className="sticky top-0 z-10 border-b bg-surface px-3 py-2 font-medium text-xs">
      <span className="flex min-w-0 items-center gap-1.5">
        <ActionIcon type={values.type} className="size-3.5 shrink-0 text-faint" />
        <span className="max-w-56 truncate">
          <span className="tabular text-faint">{index + 1}</span> {values.name || ACTION_LOOKS[values.type].word}
        </span>
        {!values.enabled && <Badge>Disabled</Badge>}
      </span>
    </th>
  );
}

function Hint({ kind = 'quiet', children }: { kind?: 'quiet' | 'danger'; children: React.ReactNode }) {
  return (
    <div className="p-4">
      <Notice kind={kind}>{children}</Notice>
    </div>
  );
}

/** "20 events: 38 ready, 2 with a problem." */
function toSentence(events: EventPreviews['events']): string {
  const plans = events.flatMap((event) => event.plans);
  const problems = plans.filter(({ status }) => status === 'problem').length;
  const count = events.length === 1 ? 'The last event' : `The last ${events.length} events`;
  return `${count}: ${plans.length - problems} ready, ${problems === 0 ? 'no problem' : `${problems} with a problem`}.`;
}
