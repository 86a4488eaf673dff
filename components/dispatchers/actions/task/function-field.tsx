'use client';

import { useQuery } from '@tanstack/react-query';
import { useController } from 'react-hook-form';
import { useUnknownName } from '@/components/dispatchers/actions/known-names';
import { functionsQuery } from '@/components/dispatchers/queries';
import { ExpressionControl } from '@/components/form/expression-field';

/** The function that a task runs: one that exists, or an expression that gives its name. */
export function FunctionField({ name }: { name: string }) {
  const { field } = useController({ name });
  const functions = useQuery(functionsQuery).data;
  const value = typeof field.value === 'string' ? field.value : '';
  const names = functions?.map((item) => item.name);
  return (
    <ExpressionControl
      name={name}
      frame={{ label: 'Function' }}
      value={value}
      onValueChange={field.onChange}
      onBlur={field.onBlur}
      marks={useUnknownName(value, names, 'function')}
      placeholder="Choose a function"
      emptyText="There is no function yet: type the name of the one that will be there."
      options={(functions ?? []).map((item) => ({
        value: item.name,
        ...(item.description && { hint: item.description }),
      }))}
    />
  );
}
