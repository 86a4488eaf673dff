import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const DIRECTORY = import.meta.dirname;
const files = readdirSync(DIRECTORY, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !/\.test\.ts$|testing/.test(name))
  .map((name) => ({ name, source: readFileSync(path.join(DIRECTORY, name), 'utf8') }));
const matchesOf = (pattern: RegExp) =>
  files.flatMap(({ name, source }) => [...source.matchAll(pattern)].map((match) => `${name}: ${match[0]}`));

/** Text goes into a statement as a parameter. What is put together stands here, and each of it comes from a list of ours. */
describe('S-25: the SQL', () => {
  it('takes raw text from literals only', () => {
    expect(matchesOf(/sql\.raw\((?!'[^']*'\))[^)]*\)/g)).toEqual([]);
  });

  it('takes a name from nobody but the counter of aliases', () => {
    expect(matchesOf(/sql\.identifier\([^)]*\)*/g)).toEqual(['rql-json.ts: sql.identifier(aliases.next())']);
    expect(matchesOf(/\.as\((?!'[a-z_]+'\))[^)]*\)/g)).toEqual([]);
  });

  it('is put together as text from constants, and from names of columns in two places', () => {
    const statements = files.flatMap(({ name, source }) =>
      [...source.matchAll(/(?:prepare|exec)(?:<[^(]*>)?\(\s*`([^`]*)`/g)].map(([, text = '']) => ({ name, text })),
    );
    expect(statements.length).toBeGreaterThan(5);
    const variable = statements.filter(({ text }) => /\$\{(?![A-Z_]+\})/.test(text)).map(({ name }) => name);
    expect([...new Set(variable)].sort()).toEqual(['audit-trail.ts', 'sealed-values.ts']);
    expect(matchesOf(/(?:prepare|exec)\([^)`]*['"] \+ /g)).toEqual([]);
  });

  it('never changes or removes an entry of the audit log', () => {
    expect(matchesOf(/(?:UPDATE|DELETE\s+FROM)\s+`?audit_entries/gi)).toEqual([]);
    expect(matchesOf(/\.(?:update|delete)\(auditEntries\)/g)).toEqual([]);
  });
});
