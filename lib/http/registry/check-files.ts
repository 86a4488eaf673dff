import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PAGES } from './pages';
import { METHODS } from './route-entry';
import { listRoutes } from './routes';

const EXPORT = /^export\b.*$/gm;
const HANDLER = /^export const ([A-Z]+) = route\(\s*'([^']+)',/;

/**
 * Compares the files under `app/` with the registry: every exported method must be made by `route` with the key of its own
 * method and path, every entry must have its file, and every page must be listed.
 * @returns one sentence for each mismatch; none when all is well.
 */
export function checkFiles(appDir: string): string[] {
  const files = listFiles(appDir);
  const problems: string[] = [];
  const served = new Set<string>();
  for (const file of files.filter((name) => /(^|\/)route\.tsx?$/.test(name))) {
    for (const found of readHandlers(readFileSync(path.join(appDir, file), 'utf8'), toPath(file))) {
      if (found.problem) problems.push(`app/${file}: ${found.problem}`);
      else served.add(found.key);
    }
  }
  for (const { key, entry } of listRoutes()) {
    if (entry.servedBy !== 'entry' && !served.has(key)) problems.push(`the registry has ${key}, but no file serves it`);
  }
  return [...problems, ...checkPages(files)];
}

type Found = { key: string; problem?: string };

function readHandlers(source: string, routePath: string): Found[] {
  const known = new Set<string>(listRoutes().map(({ key }) => key));
  return [...source.matchAll(EXPORT)].map((match) => {
    const [, method = '', key = ''] = HANDLER.exec(source.slice(match.index)) ?? [];
    const expected = `${method} ${routePath}`;
    if (!METHODS.some((one) => one === method)) return { key, problem: `'${match[0]}' is not made by route('…')` };
    if (key !== expected) return { key, problem: `${method} is named '${key}', but it serves '${expected}'` };
    return known.has(key) ? { key } : { key, problem: `${key} has no entry in lib/http/registry` };
  });
}

function checkPages(files: readonly string[]): string[] {
  const pages = files.filter((name) => /(^|\/)page\.tsx?$/.test(name)).map(toPath);
  const listed: readonly string[] = PAGES;
  return [
    ...pages.filter((page) => !listed.includes(page)).map((page) => `the page ${page} is not listed in pages.ts`),
    ...listed.filter((page) => !pages.includes(page)).map((page) => `pages.ts lists ${page}, which is no page`),
  ];
}

/** `(api)/dispatchers/v1/[id]/route.ts` → `/dispatchers/v1/{id}`. */
function toPath(file: string): string {
  const folders = file.split('/').slice(0, -1);
  const segments = folders.filter((name) => !/^\(.*\)$/.test(name));
  return `/${segments.map((name) => name.replace(/^\[(\w+)\]$/, '{$1}')).join('/')}`;
}

function listFiles(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((name) => name.split(path.sep).join('/'));
}
