import type { Insertion } from '@/components/form/expression-names';

/** Types a change into a field as a person would: the field's own undo takes it back, and React hears of it. */
export function editInput(input: HTMLInputElement, { from, to, text, cursor }: Insertion): void {
  input.focus();
  input.setSelectionRange(from, to);
  const before = input.value;
  // No other way keeps the field's undo. Where it is gone, the text is put in without.
  const typed = document.execCommand('insertText', false, text);
  if (!typed || (input.value === before && text !== before.slice(from, to))) {
    input.setRangeText(text, from, to, 'end');
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }
  input.setSelectionRange(cursor, cursor);
}
