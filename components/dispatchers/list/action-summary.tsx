import { ACTION_LOOKS, ACTION_TYPES, ActionIcon } from '@/components/data/action-icon';
import { Dash } from '@/components/data/table';
import { Tooltip } from '@/components/ui/tooltip';
import type { ActionType, DispatcherSummary } from '@/lib/dispatchers/schema';

type Actions = DispatcherSummary['actions'];

/** How many actions of each kind, and how many of them are disabled; their names on hover and focus. */
export function ActionSummary({ actions }: { actions: Actions }) {
  if (actions.length === 0) return <Dash />;
  return (
    <span className="flex gap-2.5">
      {ACTION_TYPES.map((type) => (
        <OfType key={type} type={type} actions={actions.filter((action) => action.type === type)} />
      ))}
    </span>
  );
}

function OfType({ type, actions }: { type: ActionType; actions: Actions }) {
  if (actions.length === 0) return null;
  const { word } = ACTION_LOOKS[type];
  const disabled = actions.filter(({ enabled }) => !enabled).length;
  const names = actions.map(({ name, enabled }) => `${name ?? word}${enabled ? '' : ' (disabled)'}`);
  const count = `${actions.length} ${word.toLowerCase()}${actions.length === 1 ? '' : 's'}`;
  return (
    <Tooltip
      content={
        <span className="wrap-anywhere grid max-h-60 overflow-hidden">
          {names.map((name, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: names repeat, and nothing moves
            <span key={index}>{name}</span>
          ))}
        </span>
      }
    >
      <button
        type="button"
        className="tabular relative inline-flex cursor-default items-center gap-1 whitespace-nowrap rounded-sm text-muted"
        aria-label={`${count}${disabled > 0 ? `, ${disabled} disabled` : ''}: ${names.join(', ')}`}
      >
        <ActionIcon type={type} />
        {actions.length}
        {disabled > 0 && <span className="text-faint text-xs">({disabled} off)</span>}
      </button>
    </Tooltip>
  );
}
