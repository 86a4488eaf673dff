/**
 * Where the focus goes when a dialog opens: its first field, else the dialog itself. The first button would show its
 * tooltip, and a link or a button is rarely what one came for.
 */
export function focusFirstField(event: Event): void {
  if (!(event.currentTarget instanceof HTMLElement)) return;
  event.preventDefault();
  const field = event.currentTarget.querySelector<HTMLElement>('input, textarea');
  (field ?? event.currentTarget).focus();
}
