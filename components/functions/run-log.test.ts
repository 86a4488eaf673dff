import { describe, expect, it } from 'vitest';
import { readRunLog } from './run-log';

const CODE = `/var/data/functions/code/${'ab'.repeat(32)}`;
const toLogs = (text: string) => text.split('\n').map((message, timestamp) => ({ timestamp, message }));

describe('what a run wrote', () => {
  it('is taken apart from the stack of its error, of which the places in its own code are left', () => {
    const logs = toLogs(
      `starting\nTypeError: no\n    at inner (${CODE}/index.js:3:26)\n    at ${CODE}/lib/a.js:4:3\n    at run (file:///srv/child.mjs:1:1)\n    at node:internal/x:1:2`,
    );
    const { lines, stack } = readRunLog(logs, { name: 'TypeError', message: 'no' });
    expect(lines.map(({ message }) => message)).toEqual(['starting']);
    expect(stack).toEqual(['inner (index.js:3:26)', 'lib/a.js:4:3']);
  });

  it('names the place of a syntax error', () => {
    const logs = toLogs(
      `${CODE}/index.js:2\n  const = 1;\n        ^\n\nSyntaxError: Unexpected token '='\n    at node:internal/x:1:2`,
    );
    const { lines, stack } = readRunLog(logs, { name: 'SyntaxError', message: "Unexpected token '='" });
    expect(lines).toEqual([]);
    expect(stack).toEqual(['index.js:2']);
  });

  it('stays whole when there is no error, or its stack was not kept', () => {
    const logs = toLogs(`see ${CODE}/index.js\nno`);
    expect(readRunLog(logs, undefined).lines.map(({ message }) => message)).toEqual(['see index.js', 'no']);
    expect(readRunLog(logs, { name: 'Error', message: 'no' }).lines).toHaveLength(2);
    expect(readRunLog([], { name: 'Error', message: '' })).toEqual({ lines: [], stack: [] });
  });
});
