'use client';

import { ReceiverTabs } from '@/components/functions/receiver-tabs';
import { TestRunCard } from '@/components/functions/test-run-card';
import { WhereUsed } from '@/components/functions/where-used';
import { Card, CardHeader } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import type { FunctionDetail } from '@/lib/functions/usage/schema';

/** What stands beside the form of a stored function: try it, who uses it, and how to receive its calls. */
export function FunctionAside({ detail }: { detail: FunctionDetail }) {
  return (
    <>
      <TestRunCard detail={detail} />
      <Card aria-labelledby="used-heading">
        <CardHeader id="used-heading" title="Used by" />
        <div className="p-4">
          <WhereUsed detail={detail} />
        </div>
      </Card>
      {detail.fn.kind === 'http' && (
        <Card aria-labelledby="receiver-heading">
          <CardHeader id="receiver-heading" title="Receive its calls" />
          <div className="p-4">
            <ReceiverTabs />
          </div>
        </Card>
      )}
      {detail.fn.kind === 'local' && (
        <Notice kind="quiet">
          Functions are code that administrators trust: each runs in a process of its own with limits and an empty
          environment, and the network is open to it.
        </Notice>
      )}
    </>
  );
}
