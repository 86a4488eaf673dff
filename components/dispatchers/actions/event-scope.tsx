'use client';

import type { ReactNode } from 'react';
import { useWatch } from 'react-hook-form';
import { usePreviewedEvent } from '@/components/dispatchers/preview/previewed-event';
import { ExpressionScope } from '@/components/form/expression-scope';
import { useDebounced } from '@/components/ui/use-debounced';

const TYPING_MS = 400;

/** The expressions of an action are about events of the type that the form says; examples are for the one in the preview. */
export function EventScope({ children }: { children: ReactNode }) {
  const eventType: unknown = useWatch({ name: 'eventType' });
  const type = useDebounced(typeof eventType === 'string' ? eventType.trim() : '', TYPING_MS);
  return (
    <ExpressionScope eventType={type} event={usePreviewedEvent(type)}>
      {children}
    </ExpressionScope>
  );
}
