'use client';

import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { AllowedButton } from '@/components/data/allowed-button';
import { Section } from '@/components/settings/section';
import { ImportCard } from '@/components/settings/transfer/import-card';
import { downloadDispatchers } from '@/components/settings/transfer/queries';
import { Card, CardHeader } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';

/** Dispatchers as a file: out, and in by a plan. */
export function TransferScreen() {
  const download = useMutation({ mutationFn: downloadDispatchers });
  return (
    <Section
      title="Import and export"
      description="Dispatchers as dispatchers.json, to keep in a repository or carry elsewhere."
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <ImportCard />
        <Card>
          <CardHeader title="Export" />
          <div className="grid gap-3 p-4">
            <p className="text-muted">
              All dispatchers with their actions. <code>exh dispatchers sync</code> reads the file too.
            </p>
            {download.isError && <Notice kind="danger">{download.error.message}</Notice>}
            <div>
              <AllowedButton permission="VIEW_DISPATCHERS" busy={download.isPending} onClick={() => download.mutate()}>
                <Download aria-hidden /> Export dispatchers
              </AllowedButton>
            </div>
          </div>
        </Card>
      </div>
    </Section>
  );
}
