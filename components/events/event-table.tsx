import { SelectCell, SelectHeadCell } from '@/components/data/bulk/select-cells';
import type { SelectionState } from '@/components/data/bulk/use-selection';
import { FateLine } from '@/components/data/fate-line';
import { RecordLink, RecordRow } from '@/components/data/record-list';
import { RelativeTime } from '@/components/data/relative-time';
import { Cell, HeadCell, Table } from '@/components/data/table';
import type { EventSummary } from '@/lib/console/schema';

const EXCERPT_CHARACTERS = 140;

export function EventTable({ events, selection }: { events: readonly EventSummary[]; selection: SelectionState }) {
  const shown = events.map((event) => event.id);
  return (
    <Table label="Events">
      <thead>
        <tr>
          <SelectHeadCell selection={selection} shown={shown} />
          <HeadCell className="w-full">Event</HeadCell>
          <HeadCell className="max-sm:text-right">What followed</HeadCell>
          <HeadCell className="max-md:hidden">Source</HeadCell>
          <HeadCell className="text-right max-sm:hidden">Received</HeadCell>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <RecordRow key={event.id} id={event.id}>
            <SelectCell selection={selection} shown={shown} id={event.id} name={`event ${event.id}`} />
            <Cell className="max-w-0">
              <RecordLink id={event.id}>
                <span className="wrap-anywhere block sm:truncate">{event.type}</span>
              </RecordLink>
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
            <Cell className="max-w-40 truncate text-muted max-md:hidden">{event.source}</Cell>
            <Cell className="text-right text-muted max-sm:hidden">
              <span className="relative">
                <RelativeTime timestamp={event.creationTimestamp} />
              </span>
            </Cell>
          </RecordRow>
        ))}
      </tbody>
    </Table>
  );
}

/** Enough of the content to tell one event from the next. */
function toExcerpt(event: EventSummary): string {
  return JSON.stringify(event.content).slice(0, EXCERPT_CHARACTERS);
}
