import Link from 'next/link';
import { ActionIcon } from '@/components/data/action-icon';
import { toVerdictWords } from '@/components/events/verdict-words';
import { Badge } from '@/components/ui/badge';
import { Card, CardHeader } from '@/components/ui/card';
import type { EventListener } from '@/lib/console/schema';

/** Every dispatcher of the event's type, with what it did and why. */
export function EventListeners({ listeners }: { listeners: readonly EventListener[] }) {
  return (
    <Card aria-label="Who listens">
      <CardHeader title="Who listens to it, and why each did what it did" />
      <ul className="divide-y">
        {listeners.map((listener) => (
          <Listener key={listener.dispatcherId} listener={listener} />
        ))}
      </ul>
    </Card>
  );
}

function Listener({ listener }: { listener: EventListener }) {
  const { dispatcherId, dispatcherName, was, now, actions, skipped } = listener;
  const name = dispatcherName ?? 'A dispatcher without a name';
  return (
    <li className="grid gap-1 px-4 py-2.5">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        {now === 'deleted' ? (
          <span className="wrap-anywhere font-medium">{name}</span>
        ) : (
          <Link href={`/dispatchers/${dispatcherId}`} className="wrap-anywhere font-medium hover:underline">
            {name}
          </Link>
        )}
        {was === 'acts' ? <Badge tone="success">Acted</Badge> : <Badge>Did not act</Badge>}
        {now === 'deleted' && <Badge>Deleted since</Badge>}
      </p>
      <p className="text-muted">{toVerdictWords(was, 'was')}</p>
      {actions.length > 0 && (
        <p className="flex flex-wrap gap-x-3 text-muted text-xs">
          {actions.map((action) => (
            <span key={action.id} className="inline-flex items-center gap-1">
              <ActionIcon type={action.type} className="size-3.5 text-faint" /> {action.name ?? action.type}
            </span>
          ))}
          {skipped.map((action) => (
            <span key={action.id} className="inline-flex items-center gap-1">
              <ActionIcon type={action.type} className="size-3.5 text-faint" /> {action.name ?? action.type}: was
              disabled
            </span>
          ))}
        </p>
      )}
      {now !== was && now !== 'deleted' && <p className="text-faint text-xs">{toVerdictWords(now, 'now')}</p>}
    </li>
  );
}
