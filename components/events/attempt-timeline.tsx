import { RelativeTime } from '@/components/data/relative-time';
import { Status } from '@/components/data/status';
import { formatDuration } from '@/components/data/time';
import type { Attempt } from '@/lib/runs/schema';

/** Every try, in order, with what came of it. */
export function AttemptTimeline({ attempts }: { attempts: readonly Attempt[] }) {
  return (
    <div>
      <h3 className="mb-2 font-medium">Attempts</h3>
      <ol aria-label="Attempts" className="grid">
        {attempts.map((attempt) => (
          <li key={attempt.id} className="group relative flex gap-3 pb-3 last:pb-0">
            <span
              aria-hidden
              className="tabular z-10 grid size-5 shrink-0 place-items-center rounded-full border bg-surface text-muted text-xs"
            >
              {attempt.number}
            </span>
            <span aria-hidden className="absolute top-5 bottom-0 left-2.5 border-l group-last:hidden" />
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <span className="sr-only">Attempt {attempt.number}:</span>
                <Status kind="attempt" value={attempt.outcome} />
                <span className="text-muted">
                  <RelativeTime timestamp={attempt.startedAt} />
                  {attempt.endedAt !== undefined && `, took ${formatDuration(attempt.endedAt - attempt.startedAt)}`}
                </span>
              </p>
              {attempt.message && (
                <p className="wrap-anywhere mt-1">
                  {attempt.code && <code className="mr-1.5 font-mono text-xs">{attempt.code}</code>}
                  {attempt.message}
                  {attempt.class && <span className="text-faint"> ({attempt.class})</span>}
                </p>
              )}
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}
