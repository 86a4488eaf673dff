import Link from 'next/link';
import { Fact } from '@/components/data/facts';
import type { Run } from '@/lib/runs/schema';

interface CauseFactsProps {
  cause: Run | undefined;
  runId: string | undefined;
  /** What is said when no run brought it about. */
  directly: string;
}

const LINK = 'underline underline-offset-2 hover:text-accent-text';

/** What brought a mail or a task about: the event, the dispatcher that listened, and the run. */
export function CauseFacts({ cause, runId, directly }: CauseFactsProps) {
  if (!cause) return <Fact name="Cause">{runId ? 'A run, which is not there (any more) for you.' : directly}</Fact>;
  return (
    <>
      <Fact name="Event">
        <Link prefetch={false} href={`/events/${cause.eventId}`} className={LINK}>
          {cause.eventType}
        </Link>
        {cause.replay > 0 && <span className="text-muted">, replayed</span>}
      </Fact>
      <Fact name="Dispatcher">
        <Link prefetch={false} href={`/dispatchers/${cause.dispatcherId}`} className={LINK}>
          {cause.dispatcherName ?? cause.eventType}
        </Link>
        {cause.actionName && <span className="text-muted">, action {cause.actionName}</span>}
      </Fact>
      <Fact name="Run">
        <Link prefetch={false} href={`/runs/${cause.id}`} className={`${LINK} font-mono text-xs`}>
          {cause.id}
        </Link>
      </Fact>
    </>
  );
}
