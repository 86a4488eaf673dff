'use client';

import { Plus } from 'lucide-react';
import { useController } from 'react-hook-form';
import { useField } from '@/components/form/field';
import { focusInput, InputRows } from '@/components/templates/inputs/input-rows';
import { findInputIssues, type InputValue, newInput } from '@/components/templates/inputs/input-values';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';

/** The inputs that a template declares: names and types, nested as deep as need be. */
export function InputEditor({ readOnly }: { readOnly: boolean }) {
  const { field } = useController({ name: 'inputs' });
  const { id, error } = useField('inputs');
  const values: readonly InputValue[] = Array.isArray(field.value) ? field.value : [];
  const issues = findInputIssues(values);
  return (
    <Card aria-labelledby={`${id}-title`}>
      <CardHeader title="Inputs" id={`${id}-title`}>
        <span className="text-faint text-xs">optional</span>
      </CardHeader>
      <fieldset disabled={readOnly} aria-describedby={`${id}-hint`} className="grid gap-3 p-4">
        <legend className="sr-only">Inputs</legend>
        <p id={`${id}-hint`} className="text-muted">
          What the template expects. A value of another type is a problem; an event may have more than is named here.
        </p>
        <InputRows
          values={values}
          onChange={field.onChange}
          issues={issues}
          showIssues={error !== undefined}
          idPrefix={id}
        />
        <p role={error ? 'alert' : undefined} className={error ? 'text-danger text-xs' : 'hidden'}>
          {error}
        </p>
        {!readOnly && (
          <Button
            id={id}
            className="justify-self-start"
            onClick={() => {
              const input = newInput();
              field.onChange([...values, input]);
              focusInput(id, input.key);
            }}
          >
            <Plus aria-hidden /> Add input
          </Button>
        )}
      </fieldset>
    </Card>
  );
}
