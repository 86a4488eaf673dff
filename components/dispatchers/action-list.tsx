'use client';

import { ChevronsDownUp, ChevronsUpDown, Plus } from 'lucide-react';
import { startTransition, useState } from 'react';
import { useFieldArray, useFormContext } from 'react-hook-form';
import { ACTION_LOOKS, ACTION_TYPES } from '@/components/data/action-icon';
import { ActionCard } from '@/components/dispatchers/action-card';
import { createAction } from '@/components/dispatchers/actions/values';
import { type DispatcherValues, duplicateAction } from '@/components/dispatchers/form-values';
import { useDragOrder } from '@/components/dispatchers/use-drag-order';
import type { OpenActions } from '@/components/dispatchers/use-open-actions';
import { Button } from '@/components/ui/button';
import { type ActionType, MAX_ACTIONS } from '@/lib/dispatchers/schema';

/** So many are looked through at a glance; above it they can be closed and opened together. */
const MANY = 3;

/** The actions, in the order in which they are carried out. */
export function ActionList({ readOnly, openActions }: { readOnly: boolean; openActions: OpenActions }) {
  const { control, getValues } = useFormContext<DispatcherValues>();
  const { fields, append, remove, move, insert } = useFieldArray({ control, name: 'actions' });
  const [said, setSaid] = useState('');

  const moveTo = (from: number, to: number) => {
    const { key } = fields[from] ?? {};
    move(from, to);
    setSaid(`Action ${from + 1} now stands at place ${to + 1} of ${fields.length}`);
    // A node that is moved in the page loses the focus.
    requestAnimationFrame(() => document.getElementById(`move-${key}`)?.focus());
  };
  const drag = useDragOrder(fields.length, moveTo);
  const duplicate = (index: number) => {
    const values = getValues(`actions.${index}`);
    if (!values) return;
    const copy = duplicateAction(values);
    startTransition(() => {
      openActions.setOpen(copy.key, true);
      insert(index + 1, copy, { shouldFocus: false });
    });
  };
  const add = (type: ActionType) => {
    const action = createAction(type);
    // The fields of an action are many: the page goes on answering while they are made.
    startTransition(() => {
      openActions.setOpen(action.key, true);
      append(action, { shouldFocus: false });
    });
  };
  const isFull = fields.length >= MAX_ACTIONS;
  const anyOpen = fields.some(({ key }) => openActions.isOpen(key));
  return (
    <section aria-label="Actions" className="grid gap-3">
      <div className="flex min-h-8 items-center justify-between gap-2">
        <h2 className="font-semibold text-base">What must follow</h2>
        {fields.length > MANY && (
          <Button variant="ghost" size="sm" onClick={() => openActions.setAll(!anyOpen)}>
            {anyOpen ? <ChevronsDownUp aria-hidden /> : <ChevronsUpDown aria-hidden />}
            {anyOpen ? 'Close all' : 'Open all'}
          </Button>
        )}
      </div>
      <p role="status" aria-live="polite" className="sr-only">
        {said}
      </p>
      <p id="move-hint" className="sr-only">
        Drag it, or press the up and down arrow keys.
      </p>
      <div ref={drag.list} className="grid gap-3 empty:hidden">
        {fields.map((field, index) => (
          <ActionCard
            key={field.key}
            actionKey={field.key}
            type={field.type}
            index={index}
            count={fields.length}
            readOnly={readOnly}
            open={openActions.isOpen(field.key)}
            onOpenChange={(open) => openActions.setOpen(field.key, open)}
            canDuplicate={!isFull}
            handleProps={drag.handleProps(index)}
            isDragged={drag.draggedIndex === index}
            dropMark={drag.dropMark(index)}
            onMove={(to) => moveTo(index, to)}
            onDuplicate={() => duplicate(index)}
            onRemove={() => startTransition(() => remove(index))}
          />
        ))}
      </div>
      {fields.length === 0 && (
        <p className="rounded-lg border border-dashed px-4 py-6 text-center text-muted">
          Nothing yet. Add a mail that goes out or a task that runs.
        </p>
      )}
      {!readOnly && (
        <div className="flex flex-wrap items-center gap-2">
          {ACTION_TYPES.map((type) => (
            <Button key={type} disabled={isFull} onClick={() => add(type)}>
              <Plus aria-hidden /> Add {ACTION_LOOKS[type].word.toLowerCase()}
            </Button>
          ))}
          {isFull && <span className="text-muted text-xs">A dispatcher has at most {MAX_ACTIONS} actions.</span>}
        </div>
      )}
    </section>
  );
}
