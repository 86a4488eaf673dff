import Link from 'next/link';
import { FateLine } from '@/components/data/fate-line';
import { RelativeTime } from '@/components/data/relative-time';
import { Cell, HeadCell, ROW_LINK, Row, Table } from '@/components/data/table';
import type { EventSummary } from '@/lib/console/schema';

const EXCERPT_CHARACTERS = 140;

export function EventTable({ events }: { events: readonly EventSummary[] }) {
  return (
    <Table label="Events">
      <thead>
        <tr>
          <HeadCell className="w-full">Event</HeadCell>
          <HeadCell className="max-sm:text-right">What followed</HeadCell>
          <HeadCell className="max-md:hidden">Source</HeadCell>
          <HeadCell className="text-right max-sm:hidden">Received</HeadCell>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <Row key={event.id}>
            <Cell className="max-w-0">
              <Link href={`/events/${event.id}`} className={ROW_LINK}>
                <span className="block truncate">{event.type}</span>
              </Link>
              <p className="truncate font-mono text-faint text-xs max-sm:hidden">{toExcerpt(event)}</p>
              <p className="text-muted text-xs sm:hidden">
                <span className="relative">
                  <RelativeTime timestamp={event.creationTimestamp} />
                </span>
              </p>
            </Cell>
            <Cell className="max-sm:text-right">
              <FateLine event={event} />
            </Cell>
            <Cell className="text-muted max-md:hidden">{event.source}</Cell>
            <Cell className="text-right text-muted max-sm:hidden">
              <span className="relative">
                <RelativeTime timestamp={event.creationTimestamp} />
              </span>
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

/** Enough of the content to tell one event from the next. */
function toExcerpt(event: EventSummary): string {
  return JSON.stringify(event.content).slice(0, EXCERPT_CHARACTERS);
}
