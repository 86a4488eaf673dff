import { ArrowRight, Minus, MoveVertical, Pencil, Plus } from 'lucide-react';
import { ACTION_LOOKS, ActionIcon } from '@/components/data/action-icon';
import { Dash } from '@/components/data/table';
import type { ActionChange, Changes, FieldChange } from '@/components/dispatchers/changes/describe-changes';
import { Badge, type Tone } from '@/components/ui/badge';

/** What changes, field by field and action by action, from what to what. */
export function ChangesView({ changes }: { changes: Changes }) {
  return (
    <ul aria-label="Changes" className="grid gap-2">
      {changes.fields.length > 0 && (
        <li className="min-w-0 rounded-md border">
          <h4 className="border-b px-3 py-1.5 font-medium">The dispatcher</h4>
          <FieldChanges fields={changes.fields} />
        </li>
      )}
      {changes.actions.map((change) => (
        <li key={change.key} className="min-w-0 rounded-md border">
          <ActionHead change={change} />
          {change.fields.length > 0 && <FieldChanges fields={change.fields} />}
        </li>
      ))}
    </ul>
  );
}

const KINDS: Record<ActionChange['kind'] | 'moved', { word: string; tone: Tone; Icon: typeof Plus }> = {
  added: { word: 'Added', tone: 'success', Icon: Plus },
  removed: { word: 'Removed', tone: 'danger', Icon: Minus },
  changed: { word: 'Changed', tone: 'info', Icon: Pencil },
  moved: { word: 'Moved', tone: 'info', Icon: MoveVertical },
};

function ActionHead({ change }: { change: ActionChange }) {
  const { kind, type, name, place, movedFrom } = change;
  const isOnlyMoved = kind === 'changed' && change.fields.length === 0;
  const look = KINDS[isOnlyMoved ? 'moved' : kind];
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-2 gap-y-1 px-3 py-1.5 not-last:border-b">
      <ActionIcon type={type} className="size-4 shrink-0 text-faint" />
      <h4 className="min-w-0 flex-1 truncate font-medium">
        Action {place}: {name ?? ACTION_LOOKS[type].word.toLowerCase()}
      </h4>
      {movedFrom !== undefined && (
        <span className="tabular text-muted text-xs">
          from place {movedFrom} to {place}
        </span>
      )}
      <Badge tone={look.tone}>
        <look.Icon aria-hidden /> {look.word}
      </Badge>
    </div>
  );
}

function FieldChanges({ fields }: { fields: readonly FieldChange[] }) {
  return (
    <dl className="grid gap-x-3 gap-y-1.5 px-3 py-2 sm:grid-cols-[minmax(5.5rem,9rem)_minmax(0,1fr)]">
      {fields.map(({ label, from, to }) => (
        <div key={label} className="contents">
          <dt className="wrap-anywhere text-muted">{label}</dt>
          <dd className="flex min-w-0 flex-wrap items-start gap-x-2 gap-y-1">
            <Value value={from} as="del" />
            <ArrowRight role="img" aria-label="becomes" className="mt-0.5 size-3.5 shrink-0 text-faint" />
            <Value value={to} as="ins" />
          </dd>
        </div>
      ))}
    </dl>
  );
}

const LOOKS = {
  del: 'bg-danger-soft text-danger line-through decoration-danger/40',
  ins: 'bg-success-soft text-success no-underline',
} as const;

function Value({ value, as: Element }: { value: string | undefined; as: 'del' | 'ins' }) {
  if (value === undefined) return <Dash />;
  return (
    <Element
      className={`wrap-anywhere line-clamp-6 min-w-0 max-w-full whitespace-pre-wrap rounded-sm px-1 ${LOOKS[Element]}`}
      title={value.length > 200 ? value : undefined}
    >
      {value}
    </Element>
  );
}
