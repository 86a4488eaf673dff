import type { SelectionState } from '@/components/data/bulk/use-selection';
import { Cell, HeadCell } from '@/components/data/table';
import { Checkbox } from '@/components/ui/checkbox';

interface SelectCellProps {
  selection: SelectionState;
  /** The ids of the rows that are shown. */
  shown: readonly string[];
}

/** Heads the column of boxes: chooses all rows that are shown. */
export function SelectHeadCell({ selection, shown }: SelectCellProps) {
  const { kind } = selection.selection;
  const all = kind === 'all' || (kind === 'some' && shown.every(selection.isSelected));
  return (
    <HeadCell className="w-8 pr-0!">
      <Checkbox
        label="Select all that are shown"
        checked={all ? true : kind === 'some' ? 'indeterminate' : false}
        onCheckedChange={() => selection.toggleShown(shown)}
      />
    </HeadCell>
  );
}

/** The box of one row; `name` tells which. */
export function SelectCell({ selection, shown, id, name }: SelectCellProps & { id: string; name: string }) {
  return (
    <Cell className="w-8 pr-0!">
      <Checkbox
        label={`Select ${name}`}
        checked={selection.isSelected(id)}
        onCheckedChange={() => selection.toggle(id, shown)}
      />
    </Cell>
  );
}
