'use client';

import { Plus } from 'lucide-react';
import { useFieldArray, useFormContext } from 'react-hook-form';
import { ACTION_LOOKS, ACTION_TYPES } from '@/components/data/action-icon';
import { ActionCard } from '@/components/dispatchers/action-card';
import { createAction } from '@/components/dispatchers/actions/values';
import { type DispatcherValues, duplicateAction } from '@/components/dispatchers/form-values';
import { Button } from '@/components/ui/button';
import { MAX_ACTIONS } from '@/lib/dispatchers/schema';

/** The actions, in the order in which they are carried out. */
export function ActionList({ readOnly }: { readOnly: boolean }) {
  const { control, getValues } = useFormContext<DispatcherValues>();
  const { fields, append, remove, move, insert } = useFieldArray({ control, name: 'actions' });
  const duplicate = (index: number) => {
    const values = getValues(`actions.${index}`);
    if (values) insert(index + 1, duplicateAction(values), { shouldFocus: false });
  };
  const isFull = fields.length >= MAX_ACTIONS;
  return (
    <section aria-label="Actions" className="grid gap-3">
      <h2 className="font-semibold text-base">What must follow</h2>
      {fields.map((field, index) => (
        <ActionCard
          key={field.key}
          type={field.type}
          index={index}
          count={fields.length}
          readOnly={readOnly}
          canDuplicate={!isFull}
          onMove={(to) => move(index, to)}
          onDuplicate={() => duplicate(index)}
          onRemove={() => remove(index)}
        />
      ))}
      {fields.length === 0 && (
        <p className="rounded-lg border border-dashed px-4 py-6 text-center text-muted">
          Nothing yet. Add a mail that goes out or a task that runs.
        </p>
      )}
      {!readOnly && (
        <div className="flex flex-wrap gap-2">
          {ACTION_TYPES.map((type) => (
            <Button key={type} disabled={isFull} onClick={() => append(createAction(type), { shouldFocus: false })}>
              <Plus aria-hidden /> Add {ACTION_LOOKS[type].word.toLowerCase()}
            </Button>
          ))}
        </div>
      )}
    </section>
  );
}
