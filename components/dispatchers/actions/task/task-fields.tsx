'use client';

import { useQuery } from '@tanstack/react-query';
import { useWatch } from 'react-hook-form';
import { overridesEvent } from '@/components/dispatchers/actions/task/values';
import { functionsQuery } from '@/components/dispatchers/queries';
import { ChipsField } from '@/components/form/chips-field';
import { ComboboxField } from '@/components/form/combobox-field';
import { JsonField } from '@/components/form/json-field';
import { TextField } from '@/components/form/text-field';
import { Notice } from '@/components/ui/notice';

export function TaskFields({ name }: { name: string }) {
  const functions = useQuery(functionsQuery).data ?? [];
  const data: unknown = useWatch({ name: `${name}.data` });
  return (
    <>
      <ComboboxField
        name={`${name}.functionName`}
        label="Function"
        placeholder="Choose a function"
        emptyText="There is no function yet: type the name of the one that will be there."
        options={functions.map((item) => ({ value: item.name, ...(item.description && { hint: item.description }) }))}
      />
      <div className="grid gap-2">
        <JsonField
          name={`${name}.data`}
          label="Data"
          optional
          hint={
            <>
              What the function gets as <code className="font-mono">task.data</code>, with the event added as{' '}
              <code className="font-mono">task.data.event</code>. Texts may hold{' '}
              <code className="font-mono">{'{{content.id}}'}</code>.
            </>
          }
        />
        {typeof data === 'string' && overridesEvent(data) && (
          <Notice kind="warning" role="status">
            The key <code className="font-mono">event</code> is replaced by the event itself: what you give there never
            reaches the function.
          </Notice>
        )}
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          name={`${name}.startTimestamp`}
          label="Start"
          optional
          placeholder="At once"
          hint="A time (2026-01-31T09:00:00Z), or a duration from the event (P1DT2H)."
        />
        <TextField
          name={`${name}.priority`}
          label="Priority"
          optional
          placeholder="0"
          inputMode="numeric"
          hint="Among those that are due, the higher goes first."
        />
      </div>
      <ChipsField name={`${name}.tags`} label="Task tags" optional placeholder="Enter adds one" />
    </>
  );
}
