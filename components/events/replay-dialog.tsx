'use client';

import { useState } from 'react';
import { ACTION_LOOKS, ActionIcon } from '@/components/data/action-icon';
import { useReplay } from '@/components/events/queries';
import { toVerdictWords } from '@/components/events/verdict-words';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import type { EventDetail, EventListener } from '@/lib/console/schema';

const ALL = '*';

/** Says what a replay would do with the dispatchers as they are now, lets one choose, and does it. */
export function ReplayDialog({ detail, onClose }: { detail: EventDetail; onClose: () => void }) {
  const { event, listeners } = detail;
  const [chosen, setChosen] = useState(ALL);
  const replay = useReplay(event.id, onClose);
  const ready = listeners.filter((listener) => listener.now === 'acts');
  const wanted = chosen === ALL ? ready : ready.filter((listener) => listener.dispatcherId === chosen);
  const count = wanted.flatMap((listener) => listener.nowActions).length;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Replay this event"
      description="What it brings about is done again with the dispatchers as they are now, as new mails and new tasks. What it brought about before stays as it is: a mail that has arrived will arrive once more."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            busy={replay.isPending}
            disabled={count === 0}
            onClick={() => replay.mutate(chosen === ALL ? {} : { dispatcherId: chosen })}
          >
            {count === 1 ? 'Do 1 action again' : `Do ${count} actions again`}
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
        {ready.length > 1 && (
          <Select
            label="What to replay"
            className="w-full"
            value={chosen}
            onValueChange={setChosen}
            options={[
              { value: ALL, label: `All ${ready.length} dispatchers that listen now` },
              ...ready.map((listener) => ({ value: listener.dispatcherId, label: toName(listener) })),
            ]}
          />
        )}
        {ready.length === 0 && <NothingToReplay listeners={listeners} />}
        <ul aria-label="What will be done" className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
          {wanted.flatMap((listener) =>
            listener.nowActions.map((action) => (
              <li key={action.id} className="flex items-center gap-2 rounded-md bg-sunken px-3 py-1.5">
                <ActionIcon type={action.type} className="size-4 shrink-0 text-faint" />
                <span className="min-w-0 flex-1 truncate">{action.name ?? ACTION_LOOKS[action.type].word}</span>
                <span className="min-w-0 max-w-1/2 truncate text-muted text-xs">{toName(listener)}</span>
              </li>
            )),
          )}
        </ul>
        {replay.error && (
          <Notice kind="danger" role="alert">
            {replay.error.message}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}

function NothingToReplay({ listeners }: { listeners: readonly EventListener[] }) {
  const present = listeners.filter((listener) => listener.now !== 'deleted');
  return (
    <Notice kind="quiet">
      {present.length === 0
        ? 'No dispatcher listens to this type now: there is nothing to do again.'
        : `There is nothing to do again. ${present.map((one) => `${toName(one)}: ${toVerdictWords(one.now, 'now')}`).join(' ')}`}
    </Notice>
  );
}

function toName(listener: EventListener): string {
  return listener.dispatcherName ?? 'A dispatcher without a name';
}
