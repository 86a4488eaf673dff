import type { JsonValue } from '@/lib/format/json';

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
  '`': '&#x60;',
  '=': '&#x3D;',
};

/** Escapes for HTML exactly as Handlebars does. */
export function escapeHtml(text: string): string {
  return /[&<>"'`=]/.test(text) ? text.replace(/[&<>"'`=]/g, (char) => ESCAPES[char] ?? char) : text;
}

/**
 * The text form of a value, as Handlebars gives it: nothing for null, items of an array joined by commas.
 * @returns undefined for an object, whose `[object Object]` nobody wants to read in a mail
 */
export function toText(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) {
    const items = value.map(toText);
    return items.includes(undefined) ? undefined : items.join(',');
  }
  return typeof value === 'object' ? undefined : String(value);
}

/** What a value is called in a message. */
export function kindOf(value: JsonValue | undefined): string {
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? 'a text' : `a ${typeof value}`;
}
