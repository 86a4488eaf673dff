/** A text as RQL wants it: cast, so that digits are no number, and encoded twice. */
export function rqlText(text: string): string {
  const once = encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `string:${encodeURIComponent(once)}`;
}

/** The field is exactly this text. */
export function is(field: string, text: string): string {
  return `eq(${field},${rqlText(text)})`;
}

/** The field has this text in it, in any case. */
export function holds(field: string, text: string): string {
  return `like(${field},${rqlText(text)})`;
}

/** The content of the event, which is kept as JSON, has this text in it: as it is typed, or as JSON writes it. */
export function contentHolds(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1);
  return escaped === text ? holds('text', text) : `or(${holds('text', text)},${holds('text', escaped)})`;
}

/** A query of all these terms; what is empty is left out. */
export function allOf(...terms: readonly (string | false | null | undefined)[]): string {
  return terms.filter(Boolean).join('&');
}
