'use client';

import { ArrowDown, ArrowUp, ChevronRight, Copy, EllipsisVertical, GripVertical, Trash2 } from 'lucide-react';
import type { ComponentProps } from 'react';
import { useController, useWatch } from 'react-hook-form';
import { ACTION_LOOKS, ActionIcon } from '@/components/data/action-icon';
import { ACTION_FIELDS } from '@/components/dispatchers/actions/fields';
import type { ActionValues } from '@/components/dispatchers/actions/values';
import { TextField } from '@/components/form/text-field';
import { Card } from '@/components/ui/card';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu';
import { Switch } from '@/components/ui/switch';
import type { ActionType } from '@/lib/dispatchers/schema';

interface ActionCardProps {
  actionKey: string;
  type: ActionType;
  index: number;
  count: number;
  readOnly: boolean;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  canDuplicate: boolean;
  /** Make the handle move this action. */
  handleProps: ComponentProps<'button'>;
  isDragged: boolean;
  dropMark: 'above' | 'below' | undefined;
  onMove: (to: number) => void;
  onDuplicate: () => void;
  onRemove: () => void;
}

/** One action of the form: what it is, where it stands, and its fields. */
export function ActionCard(props: ActionCardProps) {
  const { type, index, open, isDragged, dropMark } = props;
  const Fields = ACTION_FIELDS[type];
  const title = `Action ${index + 1}: ${ACTION_LOOKS[type].word.toLowerCase()}`;
  return (
    <Card
      aria-label={title}
      data-drag-item=""
      className={cx(
        'relative min-w-0',
        isDragged && 'opacity-50',
        dropMark && 'after:absolute after:inset-x-0 after:h-0.5 after:rounded-full after:bg-accent',
        dropMark === 'above' && 'after:-top-2',
        dropMark === 'below' && 'after:-bottom-2',
      )}
    >
      <ActionHead {...props} title={title} />
      {open && (
        <div className="grid gap-4 border-t p-4">
          <Fields name={`actions.${index}`} />
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField name={`actions.${index}.name`} label="Action name" optional />
            <TextField name={`actions.${index}.description`} label="Note" optional />
          </div>
        </div>
      )}
    </Card>
  );
}

function ActionHead(props: ActionCardProps & { title: string }) {
  const { actionKey, type, index, count, readOnly, open, onOpenChange, handleProps, title } = props;
  return (
    <header className="flex min-h-11 items-center gap-1.5 pr-1.5 pl-2">
      {!readOnly && count > 1 && (
        <button
          type="button"
          id={`move-${actionKey}`}
          aria-label={`Move ${title.toLowerCase()}`}
          aria-describedby="move-hint"
          title="Drag, or use the arrow keys"
          className="grid h-8 w-6 shrink-0 cursor-grab touch-none place-items-center rounded-sm text-faint hover:text-ink active:cursor-grabbing"
          {...handleProps}
        >
          <GripVertical aria-hidden className="size-4" />
        </button>
      )}
      <button
        type="button"
        aria-expanded={open}
        onClick={() => onOpenChange(!open)}
        className="flex min-w-0 flex-1 items-center gap-2 rounded-sm py-1.5 pl-1 text-left"
      >
        <ChevronRight
          aria-hidden
          className={cx('size-4 shrink-0 text-faint transition-transform', open && 'rotate-90')}
        />
        <ActionIcon type={type} className="size-4 shrink-0 text-faint" />
        <h3 className="shrink-0 font-semibold">
          <span className="sr-only">Action </span>
          <span className="tabular text-faint">{index + 1}</span> {ACTION_LOOKS[type].word}
        </h3>
        <Digest name={`actions.${index}`} open={open} />
      </button>
      <EnabledSwitch name={`actions.${index}.enabled`} title={title} readOnly={readOnly} />
      {!readOnly && <ActionMenu {...props} />}
    </header>
  );
}

/** What a closed action says, in one line. */
function Digest({ name, open }: { name: string; open: boolean }) {
  const values: ActionValues | undefined = useWatch({ name });
  if (!values) return null;
  const target = values.type === 'mail' ? values.recipients.to.join(', ') : values.functionName;
  const said = open ? values.name : [values.name, target].filter(Boolean).join(' · ');
  return <span className="min-w-0 truncate text-muted">{said}</span>;
}

function EnabledSwitch({ name, title, readOnly }: { name: string; title: string; readOnly: boolean }) {
  const { field } = useController({ name });
  return (
    <span className="flex shrink-0 items-center gap-2 text-muted text-xs">
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
