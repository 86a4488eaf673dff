/** `actions[0].recipients.to[1]` (as errors and problems name it) → `actions.0.recipients.to.1` (as the form does). */
export function toFieldName(path: string): string {
  return path.replace(/\[(\d+)\]/g, '.$1').replace(/^\./, '');
}

/** The DOM id of the control for a field; fixed, so that an error or a problem anywhere can lead to it. */
export function fieldId(formId: string, name: string): string {
  return `${formId}-${name.replaceAll('.', '-')}`;
}

/** `a.b.0` → `a.b.0`, `a.b`, `a`: the field itself and what it lies in, nearest first. */
export function fieldAndParents(name: string): string[] {
  const parts = name.split('.');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('.')).filter(Boolean);
}

/** The nearest field on the page that `name` is or lies in. */
export function findField(formId: string, name: string): { name: string; element: HTMLElement } | undefined {
  for (const candidate of fieldAndParents(name)) {
    const element = document.getElementById(fieldId(formId, candidate));
    if (element) return { name: candidate, element };
  }
  return undefined;
}

/** Moves the focus to the nearest field that `name` is or lies in, and scrolls it into view. */
export function focusField(formId: string, name: string): boolean {
  const found = findField(formId, name);
  if (!found) return false;
  found.element.scrollIntoView({ block: 'center' });
  found.element.focus({ preventScroll: true });
  return true;
}
