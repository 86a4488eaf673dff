'use client';

import { useWatch } from 'react-hook-form';
import { FunctionField } from '@/components/dispatchers/actions/task/function-field';
import { overridesEvent } from '@/components/dispatchers/actions/task/values';
import { ExpressionChipsField } from '@/components/form/expression-chips-field';
import { ExpressionField } from '@/components/form/expression-field';
import { ExpressionJsonField } from '@/components/form/expression-json-field';
import { TextField } from '@/components/form/text-field';
import { Notice } from '@/components/ui/notice';

export function TaskFields({ name }: { name: string }) {
  const data: unknown = useWatch({ name: `${name}.data` });
  return (
    <>
      <FunctionField name={`${name}.functionName`} />
      <div className="grid gap-2">
        <ExpressionJsonField
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
        <ExpressionField
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
      <ExpressionChipsField name={`${name}.tags`} label="Task tags" optional placeholder="Enter adds one" />
    </>
  );
}
