/** What Handlebars reads as a name without brackets. Words of its grammar, and numbers at the end, are no names there. */
const PLAIN = /^[^\s!"#%-,./;->@[-^`{-~]+$/;
/** Handlebars reads a backslash in two ways, depending on what follows. */
const UNSURE = /[\\\p{Cc}\p{Zl}\p{Zp}]/u;
const RESERVED = new Set(['this', 'true', 'false', 'null', 'undefined', 'else', 'as']);

/**
 * Writes a path as an expression has to name it: `content.user.email`, `content.[first name]`, `content.list.[0]`.
 * @param parts the first may begin with `@`
 * @returns undefined for what no path can surely reach: `__proto__`, and names with a backslash or a control character
 */
export function writePath(parts: readonly string[]): string | undefined {
  if (parts.some((part) => part === '__proto__' || UNSURE.test(part))) return undefined;
  return parts
    .map((part, index) => (index === 0 && part.startsWith('@') ? `@${write(part.slice(1))}` : write(part)))
    .join('.');
}

function write(part: string): string {
  const isPlain = PLAIN.test(part) && !RESERVED.has(part) && !/^-?\d+$/.test(part);
  return isPlain ? part : `[${part.replaceAll(']', '\\]')}]`;
}
