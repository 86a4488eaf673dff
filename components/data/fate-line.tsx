import { toFate } from '@/components/data/fate';
import { Status } from '@/components/data/status';
import type { EventSummary } from '@/lib/console/schema';

/** What became of an event: "1 failed", "2 done", "nothing listens". */
export function FateLine({ event }: { event: EventSummary }) {
  return (
    <span className="inline-flex gap-1 align-middle max-sm:flex-col max-sm:items-end">
      {toFate(event).map((part) =>
        part.kind === 'run' ? (
          <Status key={part.value} kind="run" value={part.value} text={part.text} />
        ) : (
          <Status key={part.value} kind="outcome" value={part.value} />
        ),
      )}
    </span>
  );
}
