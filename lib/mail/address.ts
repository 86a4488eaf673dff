import { hasLineBreaking, toWireAddress } from './wire-address';

/** One mailbox, as a header shows it and as the SMTP dialogue carries it. */
export interface Recipient {
  /** The address as written; an international domain keeps its own letters. */
  address: string;
  /** The address of the SMTP dialogue: an international domain in its ASCII form. */
  wireAddress: string;
  /** The display name, without quotes. */
  name: string | undefined;
}

export type ParsedRecipient = { ok: true; recipient: Recipient } | { ok: false; message: string };

const MAX_CHARS = 512;
const MAX_ADDRESS_CHARS = 254;
const NAMED = /^(?:"((?:[^"\\]|\\["\\])*)"|([^"<>]*))\s*<([^<>]*)>$/;
/** Signs of a list, a group or a comment; an unquoted name has none of them. */
const SPECIALS = /[,;:()[\]\\@]/;
/** Would be decoded by the reader's program into something that nobody checked. */
const ENCODED_WORD = /=\?[^?]*\?[bq]\?/i;
/** Invisible characters that turn the direction of writing, by which a name can pass for an address. */
const BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/**
 * Reads one recipient: `a@b.org`, `Name <a@b.org>` or `"Name, with specials" <a@b.org>`. Anything else is refused and never
 * repaired: lists, groups, comments, quoted local parts, line breaks and other control characters.
 */
export function parseRecipient(text: string): ParsedRecipient {
  if (text.length > MAX_CHARS) return refused(`is longer than ${MAX_CHARS} characters`);
  if (hasLineBreaking(text)) return refused('has a control character in it');
  if (BIDI_CONTROLS.test(text) || !text.isWellFormed()) return refused('has an invisible character in it');
  if (ENCODED_WORD.test(text)) return refused('has an encoded word in it');
  const trimmed = text.trim();
  if (trimmed === '') return refused('is empty');
  const named = NAMED.exec(trimmed);
  if (!named) return toRecipient(trimmed, undefined);
  const [, quoted, plain = '', address = ''] = named;
  const name = quoted === undefined ? plain.trim() : quoted.replace(/\\(["\\])/g, '$1');
  if (quoted === undefined && SPECIALS.test(plain))
    return refused('has a name that must stand in quotes, or is a list');
  return toRecipient(address, name || undefined);
}

function toRecipient(address: string, name: string | undefined): ParsedRecipient {
  const wireAddress = address.length <= MAX_ADDRESS_CHARS ? toWireAddress(address) : undefined;
  if (wireAddress) return { ok: true, recipient: { address, wireAddress, name } };
  return refused(/[,;]/.test(address) ? 'is a list; give one address per entry' : 'is not an e-mail address');
}

function refused(message: string): ParsedRecipient {
  return { ok: false, message };
}

/** The text that `parseRecipient` reads back to the same recipient. */
export function formatRecipient({ address, name }: Pick<Recipient, 'address' | 'name'>): string {
  if (name === undefined) return address;
  const isPlain = !SPECIALS.test(name) && !/["<>]/.test(name) && name === name.trim();
  return isPlain ? `${name} <${address}>` : `"${name.replace(/["\\]/g, '\\$&')}" <${address}>`;
}
