import type { ReactNode } from 'react';
import type { ExpressionName } from '@/components/form/expression-names';
import { shareText } from '@/components/form/share-text';
import { cx } from '@/components/ui/cx';

/** What can be chosen from a list under a field. */
export interface Choice {
  key: string;
  content: ReactNode;
  onTake: () => void;
}

interface ChoiceListProps {
  id: string;
  label: string;
  choices: readonly Choice[];
  active: number;
  emptyText?: string | undefined;
}

/** The list of a combobox, which keeps the focus and handles the keys. */
export function ChoiceList({ id, label, choices, active, emptyText }: ChoiceListProps) {
  return (
    <div id={id} role="listbox" aria-label={label} className="max-h-72 overflow-y-auto overscroll-contain">
      {choices.length === 0 && <p className="px-2 py-1.5 text-muted">{emptyText}</p>}
      {choices.map(({ key, content, onTake }, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the combobox that keeps the focus
        <div
          key={key}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          onClick={onTake}
          ref={index === active ? scrollToNearest : undefined}
          className={cx(
            'cursor-default rounded-md px-2 py-1.5 hover:bg-hover pointer-coarse:py-2.5',
            index === active && 'bg-accent-soft hover:bg-accent-soft',
          )}
        >
          {content}
        </div>
      ))}
    </div>
  );
}

/** A name with what it is chosen by: its type, how many events have it, a value. */
export function NameContent({ name, detail, example, share, kind }: ExpressionName) {
  const facts = [kind === 'variable' ? detail : undefined, shareText(share)].filter(Boolean).join(' · ');
  return (
    <span className="grid min-w-0 gap-0.5">
      <span className="flex min-w-0 items-baseline gap-3">
        <code className="min-w-0 flex-1 truncate font-mono text-xs">{kind === 'helper' ? (detail ?? name) : name}</code>
        {facts && <span className="tabular shrink-0 text-faint text-xs">{facts}</span>}
      </span>
      {example && <span className="truncate text-faint text-xs">{example}</span>}
    </span>
  );
}

function scrollToNearest(element: HTMLElement | null) {
  element?.scrollIntoView({ block: 'nearest' });
}
