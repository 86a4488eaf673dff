/** What is wrong with one field: its own message, and that of each item when it is a list. */
export interface FieldMessages {
  message: string | undefined;
  /** Index of an item → what is wrong with it. */
  items: ReadonlyMap<number, string>;
}

/** Reads the form library's error of one field, which is an object, an array of them, or both at once. */
export function toFieldMessages(error: unknown): FieldMessages {
  const items = new Map<number, string>();
  if (typeof error !== 'object' || error === null) return { message: undefined, items };
  for (const [key, value] of Object.entries(error)) {
    const message = /^\d+$/.test(key) ? messageOf(value) : undefined;
    if (message) items.set(Number(key), message);
  }
  const root = 'root' in error ? messageOf(error.root) : undefined;
  return { message: messageOf(error) ?? root, items };
}

function messageOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('message' in error)) return undefined;
  return typeof error.message === 'string' && error.message !== '' ? error.message : undefined;
}

/** One sentence for below the field: it starts with a capital, and names the item when it is about one. */
export function toSentence({ message, items }: FieldMessages, values: readonly string[] = []): string | undefined {
  if (message) return capitalize(message);
  const first = items.entries().next().value;
  if (!first) return undefined;
  const [index, itemMessage] = first;
  return `“${values[index] ?? `item ${index + 1}`}”: ${itemMessage}`;
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
