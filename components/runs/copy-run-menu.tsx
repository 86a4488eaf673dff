'use client';

import { toApiCurl, toSdkCall } from '@/components/data/api-call';
import { CopyAsMenu } from '@/components/data/copy-as-menu';
import { canRetry } from '@/components/data/run/next-attempt';
import type { RunDetail } from '@/lib/console/schema';

/** The calls that show a run and, when it has ended badly, have it done again. */
export function CopyRunMenu({ run }: { run: RunDetail }) {
  const show = { method: 'GET', path: `/api/v1/runs/${run.id}` } as const;
  const retry = { method: 'POST', path: `/api/v1/runs/${run.id}/retry` } as const;
  const origin = () => window.location.origin;
  return (
    <CopyAsMenu
      entries={[
        { label: 'curl', text: () => toApiCurl(show, origin()) },
        { label: 'SDK call', text: () => toSdkCall(show, origin()) },
        canRetry(run) ? { label: 'curl that retries it', text: () => toApiCurl(retry, origin()) } : undefined,
        canRetry(run) ? { label: 'SDK call that retries it', text: () => toSdkCall(retry, origin()) } : undefined,
      ]}
    />
  );
}
