import Link from 'next/link';
import { CopyableId } from '@/components/data/copy-button';
import { Fact, Facts } from '@/components/data/facts';
import { JsonView } from '@/components/data/json-view';
import { RelativeTime } from '@/components/data/relative-time';
import { Badge } from '@/components/ui/badge';
import { Card, CardHeader } from '@/components/ui/card';
import type { RunView } from '@/lib/console/schema';
import type { JsonValue } from '@/lib/format/json';

const LINK = 'underline underline-offset-2 hover:text-ink';

/** Where a run comes from: its event, and its dispatcher and action as they were then. */
export function RunFacts({ view: { run, event, action, dispatcherNow } }: { view: RunView }) {
  return (
    <Card aria-label="Where it comes from" className="min-w-0">
      <CardHeader title="Where it comes from" />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 p-4">
        <Facts>
          <Fact name="Run">
            <CopyableId id={run.id} what="run id" />
          </Fact>
          <Fact name="Event">
            <Link href={`/events/${event.id}`} className={LINK}>
              {event.type}
            </Link>
            , <RelativeTime timestamp={event.creationTimestamp} />
          </Fact>
          <Fact name="Dispatcher">
            {dispatcherNow === 'deleted' ? (
              <>
                {run.dispatcherName ?? run.dispatcherId} <Badge>Deleted since</Badge>
              </>
            ) : (
              <>
                <Link href={`/dispatchers/${run.dispatcherId}`} className={LINK}>
                  {run.dispatcherName ?? run.dispatcherId}
                </Link>{' '}
                {dispatcherNow === 'changed' && <Badge tone="warning">Changed since</Badge>}
              </>
            )}
          </Fact>
          {run.replay > 0 && <Fact name="Replay">{run.replay}</Fact>}
        </Facts>
        {action && (
          <Part title="The action as it was then">
            <JsonView value={action as unknown as JsonValue} label="action" />
          </Part>
        )}
        <Part title="Content of the event">
          <JsonView value={event.content} label="content" />
        </Part>
      </div>
    </Card>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
      <h3 className="font-medium">{title}</h3>
      {children}
    </div>
  );
}
