'use client';

import { Braces } from 'lucide-react';
import { Popover } from 'radix-ui';
import { type KeyboardEvent, useId, useState } from 'react';
import { type ExpressionName, searchNames } from '@/components/form/expression-names';
import { ChoiceList, NameContent } from '@/components/form/name-list';
import { Input } from '@/components/ui/input';
import { Tooltip } from '@/components/ui/tooltip';

interface InsertVariableProps {
  names: readonly ExpressionName[];
  /** How many events they were learnt from; undefined while that is not known. */
  events: number | undefined;
  /** The id of the label of the field that it writes into. */
  describedBy: string;
  onPick: (name: ExpressionName) => void;
  /** Gives the focus back to the field. */
  onClose: () => void;
}

/** A button that opens a list of all that can stand in `{{…}}`, to be searched and taken from. */
export function InsertVariable({ names, events, describedBy, onPick, onClose }: InsertVariableProps) {
  const [open, setOpen] = useState(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Tooltip content="Insert variable">
        <Popover.Trigger
          className="-my-0.5 grid h-6 w-7 place-items-center rounded-sm text-muted hover:bg-hover hover:text-ink data-[state=open]:bg-hover pointer-coarse:h-9 pointer-coarse:w-10"
          aria-label="Insert variable"
          aria-describedby={describedBy}
          data-insert-variable
        >
          <Braces aria-hidden className="size-4" />
        </Popover.Trigger>
      </Tooltip>
      <Popover.Portal>
        <Popover.Content
          aria-label="Insert variable"
          align="end"
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            onClose();
          }}
          className="animate-pop z-50 w-[min(26rem,calc(100vw-1rem))] rounded-lg border bg-raised p-1 shadow-pop"
        >
          <NameSearch
            names={names}
            events={events}
            onPick={(name) => {
              setOpen(false);
              onPick(name);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function NameSearch({ names, events, onPick }: Pick<InsertVariableProps, 'names' | 'events' | 'onPick'>) {
  const listId = useId();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const found = searchNames(names, text.trim());
  const choices = found.map((item) => ({
    key: item.name,
    content: <NameContent {...item} />,
    onTake: () => onPick(item),
  }));
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setActive((index) => Math.max(0, Math.min(found.length - 1, index + step)));
    else if (event.key === 'Enter') choices[active]?.onTake();
    else return;
    event.preventDefault();
  };
  return (
    <div className="grid gap-1">
      <Input
        role="combobox"
        aria-label="Search variables and helpers"
        aria-expanded
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={choices.length > 0 ? `${listId}-${active}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder="Search variables and helpers"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ChoiceList
        id={listId}
        label="Variables and helpers"
        choices={choices}
        active={active}
        emptyText={`Nothing is called “${text.trim()}”.`}
      />
      <p className="border-t px-2 pt-1.5 pb-1 text-faint text-xs">{whereFrom(events)}</p>
    </div>
  );
}

function whereFrom(events: number | undefined): string {
  if (!events) return 'No event of this type has arrived: what one holds appears here then.';
  return events === 1 ? 'From the one event of this type.' : `From the last ${events} events of this type.`;
}
