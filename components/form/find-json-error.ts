/** A whole string, number or word, or nothing at this place. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON refuses them inside a string, so this does
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)/y;
const BLANK = /[ \t\r\n]*/y;

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end';

/**
 * Where JSON text stops being JSON, as an offset; `undefined` when it is JSON. Browsers word their error differently and
 * often leave the place out, so it is looked for here.
 */
export function findJsonError(text: string): number | undefined {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let at = 0;
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.test(text);
    if (found) at = pattern.lastIndex;
    return found;
  };

  for (;;) {
    skip(BLANK);
    const char = text.charAt(at);
    if (expected === ', or end') {
      const inside = open.at(-1);
      if (inside === undefined) return at === text.length ? undefined : at;
      if (char === ',') expected = inside === '{' ? 'key' : 'value';
      else if (char === (inside === '{' ? '}' : ']')) open.pop();
      else return at;
      at += 1;
    } else if (expected === ':') {
      if (char !== ':') return at;
      at += 1;
      expected = 'value';
    } else if (expected === 'key or }' && char === '}') {
      at += 1;
      open.pop();
      expected = ', or end';
    } else if (expected === 'key' || expected === 'key or }') {
      if (!skip(STRING)) return at;
      expected = ':';
    } else if (expected === 'value or ]' && char === ']') {
      at += 1;
      open.pop();
      expected = ', or end';
    } else if (char === '{' || char === '[') {
      at += 1;
      open.push(char);
      expected = char === '{' ? 'key or }' : 'value or ]';
    } else {
      if (!skip(STRING) && !skip(SCALAR)) return at;
      expected = ', or end';
    }
  }
}
