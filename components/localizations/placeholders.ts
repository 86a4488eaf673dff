/** Names of the `{{name}}` places in a text, without their formats, each once. */
export function findPlaceholders(text: string): string[] {
  const names = [...text.matchAll(/\{\{-?\s*([^{},]+?)\s*(?:,[^{}]*)?\}\}/g)].map((match) => match[1] ?? '');
  return [...new Set(names)];
}

/** What a text's places have more or less than those of the EN text, in words; undefined when they are the same. */
export function comparePlaceholders(english: string, text: string): string | undefined {
  const wanted = findPlaceholders(english);
  const got = findPlaceholders(text);
  const lacks = wanted.filter((name) => !got.includes(name)).map(show);
  const extra = got.filter((name) => !wanted.includes(name)).map(show);
  const parts = [
    lacks.length > 0 && `lacks ${lacks.join(', ')}`,
    extra.length > 0 && `has ${extra.join(', ')}, which the EN text has not`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join('; ') : undefined;
}

function show(name: string): string {
  return `{{${name}}}`;
}
