import { Play } from 'lucide-react';
import type { ReactNode } from 'react';
import { AllowedButton } from '@/components/data/allowed-button';
import { RelativeTime } from '@/components/data/relative-time';
import { Status } from '@/components/data/status';
import { formatDuration, formatLocal } from '@/components/data/time';
import { Badge } from '@/components/ui/badge';
import type { Permission } from '@/lib/auth/schema';
import type { Attempt } from '@/lib/runs/schema';

/** What a class of failure means for what happens next. */
const CLASS_WORDS: Readonly<Record<string, string>> = {
  infrastructure: 'not reached',
  configuration: 'set up wrongly',
  transient: 'may pass',
  permanent: 'for good',
  ambiguous: 'outcome not known',
  alone: 'nothing else can have stopped the server',
  runtime: 'error in the code',
  invocation: 'call failed',
};

/** The try that is to come. */
export interface NextAttempt {
  /** Epoch milliseconds. */
  at: number;
  permission: Permission;
  busy: boolean;
  onTryNow: () => void;
}

interface AttemptTimelineProps {
  attempts: readonly Attempt[];
  next?: NextAttempt | undefined;
  /** Tells it from others on the page. */
  label?: string;
  /** False where the card around it has the title. */
  hasTitle?: boolean;
}

/** Every try in order: when it began, how long it took, what came of it; and the next one, which need not be waited for. */
export function AttemptTimeline({ attempts, next, label = 'Attempts', hasTitle = true }: AttemptTimelineProps) {
  return (
    <section aria-label={label}>
      {hasTitle && <h3 className="mb-2 font-medium">Attempts</h3>}
      <ol className="grid">
        {attempts.map((attempt) => (
          <Step key={attempt.id} mark={attempt.number}>
            <AttemptText attempt={attempt} />
          </Step>
        ))}
        {next && (
          <Step mark={(attempts.at(-1)?.number ?? 0) + 1} waiting>
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span>
                Next attempt <RelativeTime timestamp={next.at} />
              </span>
              <AllowedButton permission={next.permission} size="sm" busy={next.busy} onClick={next.onTryNow}>
                <Play aria-hidden /> Try now
              </AllowedButton>
            </p>
          </Step>
        )}
      </ol>
    </section>
  );
}

function Step({ mark, waiting = false, children }: { mark: number; waiting?: boolean; children: ReactNode }) {
  return (
    <li className="group relative flex gap-3 pb-3 last:pb-0">
      <span
        aria-hidden
        className={`tabular z-10 grid size-5 shrink-0 place-items-center rounded-full border bg-surface text-muted text-xs ${waiting ? 'border-line-strong border-dashed' : ''}`}
      >
        {mark}
      </span>
      <span aria-hidden className="absolute top-5 bottom-0 left-2.5 border-l group-last:hidden" />
      <div className="min-w-0 flex-1">{children}</div>
    </li>
  );
}

function AttemptText({ attempt }: { attempt: Attempt }) {
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="sr-only">Attempt {attempt.number}:</span>
        <Status kind="attempt" value={attempt.outcome} />
        {attempt.class && attempt.outcome !== 'succeeded' && (
          <Badge>
            {attempt.class}
            {CLASS_WORDS[attempt.class] && `: ${CLASS_WORDS[attempt.class]}`}
          </Badge>
        )}
        <span className="tabular text-muted">
          <span className="max-sm:hidden">{formatLocal(attempt.startedAt)}, </span>
          <RelativeTime timestamp={attempt.startedAt} />
          {attempt.endedAt !== undefined && `, took ${formatDuration(attempt.endedAt - attempt.startedAt)}`}
        </span>
      </p>
      {(attempt.message || attempt.code) && (
        <p className="wrap-anywhere mt-1">
          {attempt.code && <code className="mr-1.5 font-mono text-xs">{attempt.code}</code>}
          {attempt.message}
        </p>
      )}
    </>
  );
}
