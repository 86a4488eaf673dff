'use client';

import Link from 'next/link';
import { toast } from 'sonner';
import { ACTION_LOOKS, ACTION_TYPES, ActionIcon } from '@/components/data/action-icon';
import { RelativeTime } from '@/components/data/relative-time';
import { Cell, Dash, HeadCell, ROW_LINK, Row, Table } from '@/components/data/table';
import { useEnableDispatcher } from '@/components/dispatchers/queries';
import { useCan } from '@/components/session/queries';
import { Badge } from '@/components/ui/badge';
import { Switch } from '@/components/ui/switch';
import { Tooltip } from '@/components/ui/tooltip';
import type { Dispatcher } from '@/lib/dispatchers/schema';

const SHOWN_TAGS = 3;

export function DispatcherTable({ dispatchers }: { dispatchers: readonly Dispatcher[] }) {
  return (
    <Table label="Dispatchers">
      <thead>
        <tr>
          <HeadCell className="w-full">Dispatcher</HeadCell>
          <HeadCell>Actions</HeadCell>
          <HeadCell className="max-lg:hidden">Tags</HeadCell>
          <HeadCell className="text-right max-md:hidden">Updated</HeadCell>
          <HeadCell className="text-right">Enabled</HeadCell>
        </tr>
      </thead>
      <tbody>
        {dispatchers.map((dispatcher) => (
          <Row key={dispatcher.id}>
            <Cell className="max-w-0">
              <Link href={`/dispatchers/${dispatcher.id}`} className={ROW_LINK}>
                <span className="block truncate">{dispatcher.name ?? dispatcher.eventType}</span>
              </Link>
              {dispatcher.name && <p className="truncate text-muted text-xs">{dispatcher.eventType}</p>}
            </Cell>
            <Cell>
              <ActionSummary dispatcher={dispatcher} />
            </Cell>
            <Cell className="max-lg:hidden">
              <Tags tags={dispatcher.tags} />
            </Cell>
            <Cell className="text-right text-muted max-md:hidden">
              <span className="relative">
                <RelativeTime timestamp={dispatcher.updateTimestamp} />
              </span>
            </Cell>
            <Cell className="text-right">
              <EnabledSwitch dispatcher={dispatcher} />
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

/** How many actions of each kind; their names on hover and focus. */
function ActionSummary({ dispatcher: { actions } }: { dispatcher: Dispatcher }) {
  if (actions.length === 0) return <Dash />;
  return (
    <span className="flex gap-2.5">
      {ACTION_TYPES.map((type) => {
        const ofType = actions.filter((action) => action.type === type);
        if (ofType.length === 0) return null;
        const { word } = ACTION_LOOKS[type];
        const names = ofType.map((action) => action.name ?? word).join(', ');
        return (
          <Tooltip key={type} content={names}>
            <button
              type="button"
              className="tabular relative inline-flex cursor-default items-center gap-1 rounded-sm text-muted"
              aria-label={`${ofType.length} ${word.toLowerCase()}${ofType.length === 1 ? '' : 's'}: ${names}`}
            >
              <ActionIcon type={type} />
              {ofType.length}
            </button>
          </Tooltip>
        );
      })}
    </span>
  );
}

function Tags({ tags }: { tags: readonly string[] }) {
  if (tags.length === 0) return <Dash />;
  return (
    <span className="flex gap-1">
      {tags.slice(0, SHOWN_TAGS).map((tag) => (
        <Badge key={tag} className="max-w-32">
          <span className="truncate">{tag}</span>
        </Badge>
      ))}
      {tags.length > SHOWN_TAGS && <Badge>+{tags.length - SHOWN_TAGS}</Badge>}
    </span>
  );
}

function EnabledSwitch({ dispatcher }: { dispatcher: Dispatcher }) {
  const canUpdate = useCan('UPDATE_DISPATCHERS');
  const enable = useEnableDispatcher(dispatcher);
  return (
    <Switch
      aria-label={`${dispatcher.name ?? dispatcher.eventType} enabled`}
      className="align-middle"
      checked={enable.isPending ? enable.variables : dispatcher.enabled}
      disabled={!canUpdate || enable.isPending}
      onCheckedChange={(enabled) => enable.mutate(enabled, { onError: (error) => toast.error(error.message) })}
    />
  );
}
