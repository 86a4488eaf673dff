'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { ErrorState } from '@/components/data/list-states';
import { RANGE_NAMES, RANGES, useRange } from '@/components/overview/volume-range';
import { Card, CardHeader } from '@/components/ui/card';
import { SegmentedSwitch } from '@/components/ui/segmented-switch';
import { Skeleton } from '@/components/ui/skeleton';
import type { Statistics } from '@/lib/statistics/schema';

const CHART_HEIGHT = 'h-56';
const OPTIONS = RANGE_NAMES.map((value) => ({ value, label: RANGES[value].label }));
const waiting = () => <Skeleton className={`w-full ${CHART_HEIGHT}`} />;

/** The library that draws is large: it comes after the page. */
const VolumeChart = dynamic(() => import('@/components/overview/volume-chart').then((module) => module.VolumeChart), {
  ssr: false,
  loading: waiting,
});

/** How much came in and what became of it, over time. */
export function VolumeCard({ query }: { query: UseQueryResult<Statistics> }) {
  const [range, setRange] = useRange();
  return (
    <Card aria-labelledby="volume">
      <CardHeader id="volume" title="Volume">
        <SegmentedSwitch label="Time range" value={range} options={OPTIONS} onChange={setRange} />
      </CardHeader>
      <div className="p-4">
        {query.isPending && waiting()}
        {query.isError && !query.data && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
        {query.data && (
          <div className={query.isPlaceholderData ? 'opacity-55 transition-opacity' : 'transition-opacity'}>
            <VolumeChart statistics={query.data} heightClass={CHART_HEIGHT} />
          </div>
        )}
      </div>
    </Card>
  );
}
