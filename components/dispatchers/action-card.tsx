'use client';

import { ArrowDown, ArrowUp, Copy, EllipsisVertical, Trash2 } from 'lucide-react';
import { useController } from 'react-hook-form';
import { ACTION_LOOKS, ActionIcon } from '@/components/data/action-icon';
import { ACTION_FIELDS } from '@/components/dispatchers/actions/fields';
import { TextField } from '@/components/form/text-field';
import { Card } from '@/components/ui/card';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu';
import { Switch } from '@/components/ui/switch';
import type { ActionType } from '@/lib/dispatchers/schema';

interface ActionCardProps {
  type: ActionType;
  index: number;
  count: number;
  readOnly: boolean;
  canDuplicate: boolean;
  onMove: (to: number) => void;
  onDuplicate: () => void;
  onRemove: () => void;
}

/** One action of the form: what it is, where it stands, and its fields. */
export function ActionCard(props: ActionCardProps) {
  const { type, index, readOnly } = props;
  const Fields = ACTION_FIELDS[type];
  const title = `Action ${index + 1}: ${ACTION_LOOKS[type].word.toLowerCase()}`;
  return (
    <Card aria-label={title}>
      <header className="flex h-11 items-center gap-2 border-b pr-1.5 pl-4">
        <ActionIcon type={type} className="size-4 text-faint" />
        <h3 className="min-w-0 flex-1 truncate font-semibold">
          <span className="tabular text-faint">{index + 1}</span> {ACTION_LOOKS[type].word}
        </h3>
        <EnabledSwitch name={`actions.${index}.enabled`} title={title} readOnly={readOnly} />
        {!readOnly && <ActionMenu {...props} title={title} />}
      </header>
      <div className="grid gap-4 p-4">
        <Fields name={`actions.${index}`} />
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField name={`actions.${index}.name`} label="Action name" optional />
          <TextField name={`actions.${index}.description`} label="Note" optional />
        </div>
      </div>
    </Card>
  );
}

function EnabledSwitch({ name, title, readOnly }: { name: string; title: string; readOnly: boolean }) {
  const { field } = useController({ name });
  return (
    <span className="flex items-center gap-2 text-muted text-xs">
      <span aria-hidden className="max-sm:hidden">
        {field.value ? 'Enabled' : 'Disabled'}
      </span>
      <Switch
        aria-label={`${title} enabled`}
        checked={field.value === true}
        onCheckedChange={field.onChange}
        disabled={readOnly}
      />
    </span>
  );
}

function ActionMenu({
  title,
  index,
  count,
  canDuplicate,
  onMove,
  onDuplicate,
  onRemove,
}: ActionCardProps & { title: string }) {
  return (
    <Menu
      trigger={
        <IconButton label={`More for ${title.toLowerCase()}`}>
          <EllipsisVertical aria-hidden />
        </IconButton>
      }
    >
      <MenuItem disabled={index === 0} onSelect={() => onMove(index - 1)}>
        <ArrowUp aria-hidden /> Move up
      </MenuItem>
      <MenuItem disabled={index === count - 1} onSelect={() => onMove(index + 1)}>
        <ArrowDown aria-hidden /> Move down
      </MenuItem>
      <MenuItem disabled={!canDuplicate} onSelect={onDuplicate}>
        <Copy aria-hidden /> Duplicate
      </MenuItem>
      <MenuSeparator />
      <MenuItem danger onSelect={onRemove}>
        <Trash2 aria-hidden /> Remove
      </MenuItem>
    </Menu>
  );
}
