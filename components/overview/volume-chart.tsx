'use client';

import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts';
import { Table } from '@/components/data/table';
import { describeVolume, formatBucket, toBars, type VolumeBar } from '@/components/overview/volume-bars';
import type { Statistics } from '@/lib/statistics/schema';

const SERIES = [
  { key: 'done', word: 'done', fill: 'var(--chart-done)' },
  { key: 'underWay', word: 'under way', fill: 'var(--info)' },
  { key: 'canceled', word: 'canceled', fill: 'var(--line-strong)' },
  { key: 'failed', word: 'failed', fill: 'var(--danger)' },
] as const;

const TICK = { fill: 'var(--faint)', fontSize: 12 };

/** One bar for each bucket: its actions by what became of them. The same figures stand below as a table. */
export function VolumeChart({ statistics, heightClass }: { statistics: Statistics; heightClass: string }) {
  const bars = toBars(statistics);
  const { bucket } = statistics;
  return (
    <figure aria-label={`Actions over time: ${describeVolume(bars)}`}>
      <div aria-hidden className={heightClass}>
        <BarChart
          responsive
          className="size-full"
          data={bars}
          margin={{ top: 4, right: 0, bottom: 0, left: -12 }}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="at"
            tickFormatter={(at: number) => formatBucket(at, bucket).short}
            tick={TICK}
            tickLine={false}
            axisLine={{ stroke: 'var(--line)' }}
            minTickGap={28}
          />
          <YAxis
            allowDecimals={false}
            tick={TICK}
            tickLine={false}
            axisLine={false}
            width={48}
            tickFormatter={toShort}
          />
          <Tooltip
            cursor={{ fill: 'var(--hover)' }}
            isAnimationActive={false}
            content={({ active, payload }) =>
              active && payload[0] ? <BarTip bar={payload[0].payload as VolumeBar} bucket={bucket} /> : null
            }
          />
          {SERIES.map(({ key, fill }) => (
            <Bar key={key} dataKey={key} stackId="runs" fill={fill} maxBarSize={28} isAnimationActive={false} />
          ))}
        </BarChart>
      </div>
      <figcaption className="mt-2 flex flex-wrap items-start gap-x-4 gap-y-1 text-muted text-xs">
        {SERIES.map(({ key, word, fill }) => (
          <span key={key} className="inline-flex items-center gap-1.5">
            <span aria-hidden className="size-2.5 rounded-sm" style={{ background: fill }} />
            <span className="tabular">{sum(bars, key).toLocaleString('en')}</span> {word}
          </span>
        ))}
        <details className="ml-auto max-sm:ml-0 max-sm:w-full open:w-full">
          <summary className="rounded-sm text-right hover:text-ink max-sm:text-left">As a table</summary>
          <VolumeTable bars={bars} bucket={bucket} />
        </details>
      </figcaption>
    </figure>
  );
}

function BarTip({ bar, bucket }: { bar: VolumeBar; bucket: number }) {
  return (
    <div className="rounded-lg border bg-raised px-3 py-2 shadow-pop">
      <p className="font-medium">{formatBucket(bar.at, bucket).long}</p>
      <p className="tabular text-muted">
        {bar.events.toLocaleString('en')} {bar.events === 1 ? 'event' : 'events'}
      </p>
      {SERIES.filter(({ key }) => bar[key] > 0).map(({ key, word, fill }) => (
        <p key={key} className="flex items-center gap-1.5">
          <span className="size-2.5 rounded-sm" style={{ background: fill }} />
          <span className="tabular">{bar[key].toLocaleString('en')}</span> {word}
        </p>
      ))}
    </div>
  );
}

function VolumeTable({ bars, bucket }: { bars: readonly VolumeBar[]; bucket: number }) {
  const cell = 'tabular border-b px-2 py-1 text-right first:text-left';
  return (
    <div className="mt-2 max-h-72 overflow-y-auto rounded-md border">
      <Table label="Volume over time">
        <thead>
          <tr>
            {['From', 'Events', ...SERIES.map(({ word }) => word)].map((head) => (
              <th key={head} scope="col" className={`${cell} font-medium first-letter:uppercase`}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bars.map((bar) => (
            <tr key={bar.at}>
              <td className={cell}>{formatBucket(bar.at, bucket).long}</td>
              <td className={cell}>{bar.events.toLocaleString('en')}</td>
              {SERIES.map(({ key }) => (
                <td key={key} className={cell}>
                  {bar[key].toLocaleString('en')}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function sum(bars: readonly VolumeBar[], key: (typeof SERIES)[number]['key']): number {
  return bars.reduce((total, bar) => total + bar[key], 0);
}

const short = new Intl.NumberFormat('en', { notation: 'compact' });
function toShort(value: number): string {
  return short.format(value);
}
