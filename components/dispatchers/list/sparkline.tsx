import { toHourWords, toSparklineBars } from '@/components/dispatchers/list/hours';
import { Tooltip } from '@/components/ui/tooltip';

const BAR = 4;
const GAP = 1;
const HEIGHT = 22;

interface SparklineProps {
  /** Runs in each of the last 24 hours, the oldest first. */
  hours: readonly number[];
  /** When they were counted, epoch milliseconds. */
  countedAt: number;
}

/** 24 hours at a glance; the exact numbers on hover and focus, and in its name. */
export function Sparkline({ hours, countedAt }: SparklineProps) {
  const words = toHourWords(hours, countedAt);
  return (
    <Tooltip
      content={
        <span className="tabular grid gap-1">
          <span className="font-medium">{words.total}</span>
          {words.hours.length > 0 && (
            <span className="grid grid-cols-[auto_auto] gap-x-3">
              {words.hours.map(({ from, to, count }) => (
                <span key={from} className="contents">
                  <span className="text-muted">
                    {from}–{to}
                  </span>
                  <span className="text-right">{count}</span>
                </span>
              ))}
            </span>
          )}
        </span>
      }
    >
      <button
        type="button"
        aria-label={words.sentence}
        className="relative block cursor-default rounded-sm align-middle text-accent"
      >
        <svg aria-hidden="true" width={hours.length * (BAR + GAP)} height={HEIGHT} className="block overflow-visible">
          {toSparklineBars(hours, HEIGHT).map(({ hour, height, isEmpty }) => (
            <rect
              key={hour}
              x={hour * (BAR + GAP)}
              y={HEIGHT - height}
              width={BAR}
              height={height}
              rx={1}
              className={isEmpty ? 'fill-line-strong' : 'fill-current'}
            />
          ))}
        </svg>
      </button>
    </Tooltip>
  );
}
