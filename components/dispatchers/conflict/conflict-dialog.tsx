'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { ACTION_LOOKS } from '@/components/data/action-icon';
import { ChangesView } from '@/components/dispatchers/changes/changes-view';
import { describeChanges, hasChanges } from '@/components/dispatchers/changes/describe-changes';
import { type Collision, mergeDrafts, type Side } from '@/components/dispatchers/conflict/merge-drafts';
import { type DispatcherValues, toDispatcherValues } from '@/components/dispatchers/form-values';
import { templatesQuery } from '@/components/dispatchers/queries';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import type { Dispatcher } from '@/lib/dispatchers/schema';

export interface ConflictDialogProps {
  base: Dispatcher;
  mine: DispatcherValues;
  theirs: Dispatcher;
  onMerged: (values: DispatcherValues) => void;
  onCancel: () => void;
}

/** Somebody else saved meanwhile: what they changed, and a choice only where both changed the same. */
export function ConflictDialog({ base, mine, theirs, onMerged, onCancel }: ConflictDialogProps) {
  const templates = useQuery(templatesQuery).data;
  const names = useMemo(() => new Map(templates?.map(({ id = '', name }) => [id, name])), [templates]);
  const changes = useMemo(() => describeChanges(base, theirs, names), [base, theirs, names]);
  const [choices, setChoices] = useState<Record<string, Side>>({});
  const { values, collisions } = useMemo(() => {
    const versions = { base: toDispatcherValues(base), mine, theirs: toDispatcherValues(theirs) };
    return mergeDrafts(versions, choices);
  }, [base, mine, theirs, choices]);
  const open = collisions.filter(({ id }) => !choices[id]).length;
  return (
    <Dialog
      open
      wide
      onOpenChange={(isOpen) => !isOpen && onCancel()}
      title="Somebody else saved this dispatcher meanwhile"
      description="Nothing of yours is lost, and nothing of theirs is overwritten."
      footer={
        <>
          <Button onClick={onCancel}>Back to the form</Button>
          <Button variant="primary" disabled={open > 0} onClick={() => onMerged(values)}>
            {open > 0 ? `Choose ${open} more` : 'Keep both'}
          </Button>
        </>
      }
    >
      <div className="grid gap-5">
        <section aria-label="What they changed" className="grid gap-2">
          <h3 className="font-semibold text-base">What they changed</h3>
          {hasChanges(changes) ? (
            <ChangesView changes={changes} />
          ) : (
            <Notice kind="quiet">Nothing that can be seen: it was saved again as it was.</Notice>
          )}
        </section>
        {collisions.length > 0 ? (
          <section aria-label="What both changed" className="grid gap-3">
            <h3 className="font-semibold text-base">What both of you changed: choose</h3>
            {collisions.map((collision) => (
              <CollisionChoice
                key={collision.id}
                collision={collision}
                title={toTitle(collision, mine, values)}
                names={names}
                chosen={choices[collision.id]}
                onChoose={(side) => setChoices({ ...choices, [collision.id]: side })}
              />
            ))}
          </section>
        ) : (
          <Notice kind="success">Your changes and theirs do not touch each other: both are kept.</Notice>
        )}
      </div>
    </Dialog>
  );
}

interface CollisionChoiceProps {
  collision: Collision;
  title: string;
  names: ReadonlyMap<string, string>;
  chosen: Side | undefined;
  onChoose: (side: Side) => void;
}

const SIDES: readonly { side: Side; word: string }[] = [
  { side: 'mine', word: 'Yours' },
  { side: 'theirs', word: 'Theirs' },
];

function CollisionChoice({ collision, title, names, chosen, onChoose }: CollisionChoiceProps) {
  return (
    <fieldset className="grid min-w-0 gap-2 rounded-md border px-3 pt-1 pb-3">
      <legend className="px-1 font-medium">{title}</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {SIDES.map(({ side, word }) => (
          <label
            key={side}
            className="flex min-w-0 cursor-pointer items-start gap-2 rounded-md border px-2.5 py-2 has-checked:border-accent has-checked:bg-accent-soft"
          >
            <input
              type="radio"
              name={collision.id}
              checked={chosen === side}
              onChange={() => onChoose(side)}
              className="mt-1 accent-accent"
            />
            <span className="grid min-w-0 gap-0.5">
              <span className="font-medium text-xs">{word}</span>
              <span className="wrap-anywhere line-clamp-6 whitespace-pre-wrap">{toText(collision, side, names)}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

const FIELD_WORDS: Record<string, string> = {
  to: 'To',
  cc: 'Cc',
  bcc: 'Bcc',
  name: 'name',
  description: 'description',
  enabled: 'enabled',
  templateId: 'template',
  templateName: 'template',
  timeZone: 'time zone',
  functionName: 'function',
  startTimestamp: 'start',
};

function toTitle({ actionKey, field }: Collision, mine: DispatcherValues, merged: DispatcherValues): string {
  if (field === 'order') return 'The order of the actions';
  const word = FIELD_WORDS[field] ?? field;
  if (actionKey === undefined) return `The dispatcher: ${word}`;
  const found = [...mine.actions, ...merged.actions].find(({ key }) => key === actionKey);
  const title = found ? found.name || ACTION_LOOKS[found.type].word : 'An action';
  return field === 'removed' ? `Action “${title}”: changed by one, removed by the other` : `Action “${title}”: ${word}`;
}

function toText({ field, mine, theirs }: Collision, side: Side, names: ReadonlyMap<string, string>): string {
  const value = side === 'mine' ? mine : theirs;
  if (field === 'removed') return value === undefined ? 'Remove it' : 'Keep it, as changed';
  if (field === 'order') return (value as DispatcherValues['actions']).map(toShortName).join(' → ');
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const text = String(value ?? '');
  return text === '' ? 'none' : (names.get(text) ?? text);
}

const toShortName = ({ name, type }: DispatcherValues['actions'][number]) => name || ACTION_LOOKS[type].word;
