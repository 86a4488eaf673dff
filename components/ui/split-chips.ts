/**
 * Splits typed or pasted text at commas, semicolons and line ends, but never inside `{{…}}`: an expression may hold commas.
 * Parts are trimmed; empty ones are left out. `rest` is what follows the last separator.
 */
export function splitChips(text: string): { done: string[]; rest: string } {
  const parts: string[] = [];
  let part = '';
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const pair = text.slice(index, index + 2);
    if (pair === '{{' || pair === '}}') {
      depth = Math.max(0, depth + (pair === '{{' ? 1 : -1));
      part += pair;
      index += 1;
    } else if (depth === 0 && /[,;\n]/.test(text.charAt(index))) {
      parts.push(part);
      part = '';
    } else {
      part += text.charAt(index);
    }
  }
  return { done: parts.map((value) => value.trim()).filter(Boolean), rest: part.trimStart() };
}
