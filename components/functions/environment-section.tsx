'use client';

import { Plus, X } from 'lucide-react';
import { useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import { FieldFrame, useField } from '@/components/form/field';
import type { FunctionValues } from '@/components/functions/form-values';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';

const NAME = 'environmentVariables';

/** Environment values of a local function: names are shown; a value that is stored never comes back. */
export function EnvironmentSection({ readOnly }: { readOnly: boolean }) {
  const { fields, append, remove } = useFieldArray<FunctionValues, typeof NAME>({ name: NAME });
  const { id, error } = useField(NAME);
  return (
    <Card aria-labelledby="environment-heading">
      <CardHeader id="environment-heading" title="Environment values">
        {!readOnly && (
          <Button variant="ghost" onClick={() => append({ name: '', value: '', kept: false })}>
            <Plus aria-hidden /> Add a value
          </Button>
        )}
      </CardHeader>
      <div id={id} tabIndex={-1} className="grid gap-3 p-4">
        <p className="text-muted">
          Kept encrypted and never shown again. The code reads them from{' '}
          <code className="font-mono text-xs">process.env</code>; it sees nothing else of the server’s environment.
        </p>
        {error && (
          <p role="alert" className="text-danger text-xs">
            {error}
          </p>
        )}
        {fields.map((row, index) => (
          <VariableFields key={row.id} index={index} readOnly={readOnly} onRemove={() => remove(index)} />
        ))}
      </div>
    </Card>
  );
}

interface VariableFieldsProps {
  index: number;
  readOnly: boolean;
  onRemove: () => void;
}

function VariableFields({ index, readOnly, onRemove }: VariableFieldsProps) {
  const { register, setValue } = useFormContext<FunctionValues>();
  const row = useWatch<FunctionValues, `${typeof NAME}.${number}`>({ name: `${NAME}.${index}` });
  const name = useField(`${NAME}.${index}.name`);
  const value = useField(`${NAME}.${index}.value`);
  const what = row.name || `value ${index + 1}`;
  const setKept = (kept: boolean) => {
    setValue(`${NAME}.${index}.kept`, kept, { shouldDirty: true });
    setValue(`${NAME}.${index}.value`, '', { shouldDirty: true });
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto]">
      <FieldFrame id={name.id} label="Name" error={name.error} className="max-sm:col-start-1">
        <Input
          {...register(`${NAME}.${index}.name`)}
          {...name.controlProps}
          disabled={readOnly}
          readOnly={row.kept}
          autoComplete="off"
          spellCheck={false}
          className="font-mono text-xs"
          placeholder="API_KEY"
        />
      </FieldFrame>
      <FieldFrame id={value.id} label="Value" error={value.error} className="max-sm:col-start-1">
        {row.kept ? (
          <span className="flex items-center gap-2">
            <Input id={value.id} value="••••••••" readOnly disabled={readOnly} aria-describedby={`${value.id}-kept`} />
            <span id={`${value.id}-kept`} className="sr-only">
              Stored and not shown
            </span>
            {!readOnly && (
              <Button aria-label={`Replace ${what}`} onClick={() => setKept(false)}>
                Replace
              </Button>
            )}
          </span>
        ) : (
          <Input
            {...register(`${NAME}.${index}.value`)}
            {...value.controlProps}
            disabled={readOnly}
            type="password"
            autoComplete="new-password"
            spellCheck={false}
          />
        )}
      </FieldFrame>
      {!readOnly && (
        <IconButton label={`Remove ${what}`} className="mt-6 max-sm:col-start-2 max-sm:row-start-1" onClick={onRemove}>
          <X aria-hidden />
        </IconButton>
      )}
    </div>
  );
}
