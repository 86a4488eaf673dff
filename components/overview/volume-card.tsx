'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { ErrorState } from '@/components/data/list-states';
import { RANGE_NAMES, RANGES, type Range, useRange } from '@/components/overview/volume-range';
import { Card, CardHeader } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { Tab, TabList, Tabs } from '@/components/ui/tabs';
import type { Statistics } from '@/lib/statistics/schema';

const CHART_HEIGHT = 'h-56';
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
        <Tabs value={range} onValueChange={(next) => setRange(next as Range)}>
          <TabList aria-label="Time range">
            {RANGE_NAMES.map((name) => (
              <Tab key={name} value={name}>
                {RANGES[name].label}
              </Tab>
            ))}
          </TabList>
        </Tabs>
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
