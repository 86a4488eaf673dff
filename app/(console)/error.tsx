'use client';

import { ErrorState } from '@/components/data/list-states';

export default function ConsoleError({ error, reset }: { error: Error; reset: () => void }) {
  return <ErrorState error={error} onRetry={reset} />;
}
