import Link from 'next/link';
import { CopyableId } from '@/components/data/copy-button';
import { Checkbox } from '@/components/ui/checkbox';
import type { LocalizationRow } from '@/lib/localizations/schema';

const SHOWN_TEMPLATES = 2;

interface KeyCellProps {
  row: LocalizationRow;
  isSelected: boolean;
  /** Undefined: keys cannot be selected. */
  onSelect: ((isOn: boolean) => void) | undefined;
}

/** A key, and the templates that name it. */
export function KeyCell({ row, isSelected, onSelect }: KeyCellProps) {
  const more = row.templateTotal - SHOWN_TEMPLATES;
  return (
    <th
      scope="row"
      className="sticky left-0 z-10 min-w-44 max-w-44 border-r bg-surface px-3 py-2 align-top font-normal sm:min-w-72 sm:max-w-72 sm:px-4"
    >
      <div className="flex items-start gap-2.5">
        {onSelect && (
          <Checkbox label={`Select ${row.key}`} className="mt-0.5" checked={isSelected} onCheckedChange={onSelect} />
        )}
        <div className="min-w-0 flex-1">
          <CopyableId id={row.key} what="key" wraps />
          <p className="truncate text-faint text-xs">
            {row.templates.length === 0 && 'in no template'}
            {row.templates.slice(0, SHOWN_TEMPLATES).map(({ id, name }, index) => (
              <span key={id}>
                {index === 0 ? 'in ' : ', '}
                <Link href={`/templates/${id}`} className="rounded-sm hover:text-ink hover:underline">
                  {name}
                </Link>
              </span>
            ))}
            {more > 0 && ` and ${more} more`}
          </p>
        </div>
      </div>
    </th>
  );
}
