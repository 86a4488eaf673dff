import { domainToASCII, domainToUnicode } from 'node:url';

const ATEXT = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\-\\p{L}\\p{M}\\p{N}\\p{S}]";
const DOT_ATOM = new RegExp(`^${ATEXT}+(?:\\.${ATEXT}+)*$`, 'u');
const ASCII = /^[\u0020-\u007e]*$/;
const HOST_NAME = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;
const UNICODE_HOST_NAME = /^[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)*$/u;
const ALL_DIGITS_TLD = /(?:^|\.)\d+$/;
const LOCAL_MAX_BYTES = 64;

/** Control characters and everything else that some program takes for the end of a line. */
const LINE_BREAKING = /[\p{Cc}\u2028\u2029]/u;

/** True when `text` holds a character that must not come near a header or an SMTP command. */
export function hasLineBreaking(text: string): boolean {
  return LINE_BREAKING.test(text);
}

/**
 * A bare address as the SMTP dialogue carries it: an international domain in its ASCII form, unless the local part needs
 * SMTPUTF8 anyway. Undefined for whatever is not exactly `dot-atom@host.name`: refused, never repaired.
 */
export function toWireAddress(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  if (at < 1 || !DOT_ATOM.test(local) || Buffer.byteLength(local) > LOCAL_MAX_BYTES) return undefined;
  if (!ASCII.test(domain) && !UNICODE_HOST_NAME.test(domain)) return undefined;
  // An ASCII domain stays as it is: domainToASCII would repair `ex%61mple.com` and `0x7f.1`.
  const ascii = ASCII.test(domain) ? domain.toLowerCase() : domainToASCII(domain);
  if (!HOST_NAME.test(ascii) || ALL_DIGITS_TLD.test(ascii)) return undefined;
  return `${local}@${ASCII.test(local) ? ascii : domainToUnicode(ascii)}`;
}
