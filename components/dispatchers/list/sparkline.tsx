import { useInBrowser } from '@/components/data/from-document';
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
  const bars = toSparklineBars(hours, HEIGHT);
  const inBrowser = useInBrowser();
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
        aria-label={inBrowser ? words.sentence : words.total}
        className="relative block cursor-default rounded-sm align-middle text-accent"
      >
        <svg aria-hidden="true" width={hours.length * (BAR + GAP)} height={HEIGHT} className="block overflow-visible">
          <path d={drawBars(bars.filter(({ isEmpty }) => isEmpty))} className="fill-line-strong" />
          <path d={drawBars(bars.filter(({ isEmpty }) => !isEmpty))} className="fill-current" />
        </svg>
      </button>
    </Tooltip>
  );
}

type Bar = ReturnType<typeof toSparklineBars>[number];

/** All bars as one shape, since a list has more than a thousand of them; corners are round, except of what is too low for it. */
function drawBars(bars: readonly Bar[]): string {
  const draw = ({ hour, height }: Bar) => {
    const x = hour * (BAR + GAP);
    const y = HEIGHT - height;
    if (height < 2) return `M${x} ${y}h${BAR}v${height}h${-BAR}z`;
    const side = `h${BAR - 2}a1 1 0 0 1 1 1v${height - 2}a1 1 0 0 1-1 1h${2 - BAR}`;
    return `M${x} ${y + 1}a1 1 0 0 1 1-1${side}a1 1 0 0 1-1-1z`;
  };
  return bars.map(draw).join('');
}
