'use client';

import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { HeadCell } from '@/components/data/table';
import { ColumnHead } from '@/components/localizations/column-head';
import { KeyCell } from '@/components/localizations/key-cell';
import { type TextChange, useWriteText } from '@/components/localizations/queries';
import { SelectionBar } from '@/components/localizations/selection-bar';
import { type Direction, moveCell } from '@/components/localizations/table-state';
import { TextCell } from '@/components/localizations/text-cell';
import { useCan } from '@/components/session/permissions';
import { Checkbox } from '@/components/ui/checkbox';
import { cx } from '@/components/ui/cx';
import type { LocalizationTable } from '@/lib/localizations/schema';

interface Cell {
  row: number;
  column: number;
}

interface LocalizationGridProps {
  table: LocalizationTable;
  columns: readonly string[];
  /** The language whose missing texts are shown only, or nothing. */
  missing: string;
  onMissing: (code: string) => void;
  onColumnGone: (code: string) => void;
}

const MOVES: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'start',
  End: 'end',
};

/** Keys × languages, edited in place: arrows move, Enter edits and saves, Tab saves and goes on, Escape takes back. */
export function LocalizationGrid({ table, columns, missing, onMissing, onColumnGone }: LocalizationGridProps) {
  const rows = table.data;
  const [active, setActive] = useState<Cell>({ row: 0, column: 0 });
  /** The cell that is edited, with what it begins with when that is not the stored text. */
  const [editing, setEditing] = useState<{ key: string; language: string; draft?: string }>();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const body = useRef<HTMLTableSectionElement>(null);
  const canUpdate = useCan('UPDATE_LOCALIZATIONS');
  const canDelete = useCan('DELETE_LOCALIZATIONS');
  const write = useWriteText(({ key, language, text }: TextChange) =>
    setEditing({ key, language, ...(text === null ? {} : { draft: text }) }),
  );
  const size = { rows: rows.length, columns: columns.length };
  const current = { row: Math.min(active.row, rows.length - 1), column: Math.min(active.column, columns.length - 1) };

  const [focusNext, setFocusNext] = useState<Cell>();
  useEffect(() => {
    if (!focusNext) return;
    body.current?.querySelector<HTMLElement>(`[data-cell="${focusNext.row}-${focusNext.column}"]`)?.focus();
    setFocusNext(undefined);
  }, [focusNext]);

  const goTo = (cell: Cell | undefined) => {
    if (!cell) return;
    setActive(cell);
    setFocusNext(cell);
  };
  const onKeyDown = (event: KeyboardEvent, cell: Cell) => {
    const direction = MOVES[event.key];
    if (!direction || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    goTo(moveCell(cell, direction, size));
  };
  const select = (id: string, isOn: boolean) => {
    const next = new Set(selected);
    if (isOn) next.add(id);
    else next.delete(id);
    setSelected(next);
  };
  const chosen = rows.filter(({ id }) => selected.has(id));
  return (
    <>
      {canDelete && chosen.length > 0 && <SelectionBar rows={chosen} onDone={() => setSelected(new Set())} />}
      <div className="overflow-x-auto">
        <table aria-label="Texts by key and language" className="w-full border-collapse text-left">
          <thead>
            <tr>
              <HeadCell className="sticky left-0 z-10 min-w-44 max-w-44 border-r bg-surface sm:min-w-72 sm:max-w-72">
                {canDelete && (
                  <Checkbox
                    label="Select all keys of this page"
                    className="mr-2.5 inline-grid"
                    checked={chosen.length === rows.length || (chosen.length > 0 && 'indeterminate')}
                    onCheckedChange={(isOn) => setSelected(new Set(isOn ? rows.map(({ id }) => id) : []))}
                  />
                )}
                Key
              </HeadCell>
              {columns.map((code) => (
                <ColumnHead
                  key={code}
                  code={code}
                  texts={table.languages.find((language) => language.code === code)?.texts ?? 0}
                  keys={table.keys}
                  isFilter={missing === code}
                  onFilter={() => onMissing(missing === code ? '' : code)}
                  onGone={() => onColumnGone(code)}
                />
              ))}
            </tr>
          </thead>
          <tbody ref={body}>
            {rows.map((row, rowIndex) => (
              <tr key={row.id} className={cx('border-b last:border-0', selected.has(row.id) && 'bg-accent-soft')}>
                <KeyCell
                  row={row}
                  isSelected={selected.has(row.id)}
                  onSelect={canDelete ? (isOn) => select(row.id, isOn) : undefined}
                />
                {columns.map((language, columnIndex) => {
                  const cell = { row: rowIndex, column: columnIndex };
                  const isEdited = editing?.key === row.key && editing.language === language;
                  const before = row.text[language] ?? null;
                  return (
                    <TextCell
                      key={language}
                      place={`${rowIndex}-${columnIndex}`}
                      localizationKey={row.key}
                      language={language}
                      text={before}
                      english={row.text.EN ?? ''}
                      isEditable={canUpdate}
                      isActive={current.row === rowIndex && current.column === columnIndex}
                      draft={isEdited ? (editing.draft ?? before ?? '') : undefined}
                      onFocus={() => setActive(cell)}
                      onKeyDown={(event) => onKeyDown(event, cell)}
                      onEdit={() => setEditing({ key: row.key, language })}
                      onCancel={() => {
                        setEditing(undefined);
                        goTo(cell);
                      }}
                      onSave={(text, direction) => {
                        setEditing(undefined);
                        if (text !== before) write.mutate({ key: row.key, language, before, text });
                        if (direction) goTo(moveCell(cell, direction, size) ?? cell);
                      }}
                      onStay={() => goTo(cell)}
                    />
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
