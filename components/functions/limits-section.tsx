'use client';

import { useWatch } from 'react-hook-form';
import { ChipsField } from '@/components/form/chips-field';
import { SelectField } from '@/components/form/select-field';
import { SwitchField } from '@/components/form/switch-field';
import { TextField } from '@/components/form/text-field';
import type { FunctionValues } from '@/components/functions/form-values';
import { Card, CardHeader } from '@/components/ui/card';
import {
  DIRECT_TIME_LIMIT_S,
  type FunctionKind,
  MEMORY_LIMIT_MB,
  type PERMISSION_MODES,
  TIME_LIMIT_S,
} from '@/lib/functions/schema';

const MODES = [
  { value: 'permissionRequired', label: 'Who holds the permission' },
  { value: 'allUsers', label: 'Every signed-in caller' },
  { value: 'public', label: 'Anybody, without credentials' },
] as const satisfies readonly { value: (typeof PERMISSION_MODES)[number]; label: string }[];

/** How long and how often it may run, and for whom. */
export function LimitsSection({ kind }: { kind: FunctionKind }) {
  const mode = useWatch<FunctionValues, 'executionOptions.permissionMode'>({ name: 'executionOptions.permissionMode' });
  const retries = useWatch<FunctionValues, 'retryPolicy.enabled'>({ name: 'retryPolicy.enabled' });
  return (
    <Card aria-labelledby="limits-heading">
      <CardHeader id="limits-heading" title="How it runs" />
      <div className="grid gap-4 p-4 sm:grid-cols-2">
        <TextField
          name="timeLimit"
          label="Time limit, seconds"
          inputMode="numeric"
          hint={`${TIME_LIMIT_S.min} to ${TIME_LIMIT_S.max}. Test runs and direct calls need at most ${DIRECT_TIME_LIMIT_S}.`}
        />
        {kind === 'local' && (
          <TextField
            name="memoryLimit"
            label="Memory limit, MB"
            inputMode="numeric"
            hint={`${MEMORY_LIMIT_MB.min} to ${MEMORY_LIMIT_MB.max.toLocaleString('en')}.`}
          />
        )}
        <TextField
          name="executionOptions.defaultPriority"
          label="Default priority"
          optional
          inputMode="numeric"
          placeholder="0"
          hint="Tasks with a higher one run first."
        />
        <SelectField
          name="executionOptions.permissionMode"
          label="Who may run it directly"
          options={MODES}
          hint={
            mode === 'public'
              ? 'Anybody who reaches this server can run it, as often as they like.'
              : 'By POST /tasks/v1/functions/{name}/execute.'
          }
        />
        <SwitchField
          name="retryPolicy.enabled"
          label="Retry errors of its code"
          hint="Three times, after 2, 5 and 10 s. Calls that could not be delivered are always tried again."
          className="sm:col-span-2"
        />
        {retries && (
          <ChipsField
            name="retryPolicy.errorsToRetry"
            label="Only these errors"
            optional
            placeholder="TimeoutError"
            hint="Names of errors; none means every error."
            className="sm:col-span-2"
          />
        )}
      </div>
    </Card>
  );
}
