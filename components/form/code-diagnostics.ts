import { type Action, type Diagnostic, linter } from '@codemirror/lint';
import { type EditorState, type Extension, StateEffect, StateField } from '@codemirror/state';
import { type EditorView, keymap } from '@codemirror/view';

/** A replacement of exactly what is underlined. */
export interface CodeFix {
  label: string;
  text: string;
}

/** Something to say about a part of the text. `from` and `to` count UTF-16 units from the start of the text. */
export interface CodeDiagnostic {
  from: number;
  to: number;
  severity: 'error' | 'warning' | 'info';
  message: string;
  fixes?: readonly CodeFix[] | undefined;
}

const setFound = StateEffect.define<readonly CodeDiagnostic[]>();

/** What was found elsewhere: it moves along while the text changes, until the next finding comes. */
const found = StateField.define<readonly CodeDiagnostic[]>({
  create: () => [],
  update(value, transaction) {
    for (const effect of transaction.effects) {
      // What was found may speak of a text that was longer: the next finding is on its way.
      if (effect.is(setFound)) return effect.value.map((item) => within(transaction.newDoc.length, item));
    }
    if (!transaction.docChanged) return value;
    return value.map((item) => ({
      ...item,
      from: transaction.changes.mapPos(item.from, 1),
      to: transaction.changes.mapPos(item.to, -1),
    }));
  },
});

/** Underlines mistakes: those that `find` sees in the text, and those that were found elsewhere. */
export function diagnosing(find: (state: EditorState) => readonly CodeDiagnostic[]): Extension {
  const source = (view: EditorView) => [...find(view.state), ...view.state.field(found)].map(toDiagnostic(view));
  return [
    found,
    linter(source, {
      delay: 200,
      needsRefresh: (update) => update.transactions.some((each) => each.effects.some((effect) => effect.is(setFound))),
    }),
    keymap.of([{ key: 'Mod-.', run: (view) => applyFirstFix(view, find) }]),
  ];
}

export function showDiagnostics(view: EditorView, diagnostics: readonly CodeDiagnostic[]): void {
  view.dispatch({ effects: setFound.of(diagnostics) });
}

function within(length: number, item: CodeDiagnostic): CodeDiagnostic {
  const to = Math.min(item.to, length);
  return { ...item, from: Math.min(item.from, to), to };
}

function toDiagnostic(view: EditorView) {
  return (item: CodeDiagnostic): Diagnostic => {
    const { from, to, severity, message, fixes } = within(view.state.doc.length, item);
    return { from, to, severity, message, ...(fixes && { actions: fixes.map(toAction) }) };
  };
}

function toAction({ label, text }: CodeFix): Action {
  return { name: label, apply: (view, from, to) => replace(view, from, to, text) };
}

function replace(view: EditorView, from: number, to: number, text: string): void {
  view.dispatch({ changes: { from, to, insert: text }, selection: { anchor: from + text.length }, userEvent: 'input' });
  view.focus();
}

/** The fix at the cursor, else the first one in the text. */
function applyFirstFix(view: EditorView, find: (state: EditorState) => readonly CodeDiagnostic[]): boolean {
  const fixable = [...find(view.state), ...view.state.field(found)].filter(({ fixes }) => fixes && fixes.length > 0);
  const { head } = view.state.selection.main;
  const chosen = fixable.find(({ from, to }) => from <= head && head <= to) ?? fixable[0];
  const fix = chosen?.fixes?.[0];
  if (!chosen || !fix) return false;
  replace(view, chosen.from, chosen.to, fix.text);
  return true;
}
