import { createReadStream, readdirSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream';
import { HSTS } from './page-headers';

const PREFIX = '/_next/static/';
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
/** The best first. */
const ENCODINGS = [
  { coding: 'br', suffix: '.br' },
  { coding: 'gzip', suffix: '.gz' },
] as const;

interface Variant {
  file: string;
  size: number;
  coding: string | undefined;
}

export interface StaticFile {
  type: string;
  /** The same content, the best encoded first, as it is last. */
  variants: readonly Variant[];
}

/**
 * Finds the files of the console's build, and what the build compressed of them (`compress-static.mjs`).
 * @param folder `.next/static`
 * @returns them by the path of their request: nothing else is ever read, whatever is asked for.
 */
export function findStaticFiles(folder: string): ReadonlyMap<string, StaticFile> {
  const names = new Set(readdirSync(folder, { recursive: true, encoding: 'utf8' }));
  const found = new Map<string, StaticFile>();
  for (const name of names) {
    const type = TYPES[path.extname(name)];
    if (type) found.set(PREFIX + name.split(path.sep).join('/'), { type, variants: toVariants(folder, name, names) });
  }
  return found;
}

function toVariants(folder: string, name: string, names: ReadonlySet<string>): Variant[] {
  const toVariant = (suffix: string, coding: string | undefined): Variant => {
    const file = path.join(folder, name + suffix);
    return { file, size: statSync(file).size, coding };
  };
  const encoded = ENCODINGS.filter(({ suffix }) => names.has(name + suffix));
  return [...encoded.map(({ suffix, coding }) => toVariant(suffix, coding)), toVariant('', undefined)];
}

/**
 * Answers what belongs to the console's build. The names carry a hash of the content, so a browser asks once.
 * @param secure people reach the console over https.
 * @returns false when the request is for something else.
 */
export function serveStatic(
  files: ReadonlyMap<string, StaticFile>,
  request: IncomingMessage,
  response: ServerResponse,
  secure: boolean,
): boolean {
  const [pathname = ''] = (request.url ?? '').split('?', 1);
  const found = files.get(pathname);
  const variant = found?.variants.find(({ coding }) => !coding || accepts(request.headers['accept-encoding'], coding));
  if (!found || !variant) return false;
  response.writeHead(200, {
    'content-type': found.type,
    'content-length': variant.size,
    'cache-control': 'public, max-age=31536000, immutable',
    // A script or font obeys the policy of its page; this is for who opens the file itself.
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    ...(found.variants.length > 1 && { vary: 'accept-encoding' }),
    ...(variant.coding && { 'content-encoding': variant.coding }),
    ...(secure && { 'strict-transport-security': HSTS }),
  });
  if (request.method === 'HEAD') response.end();
  else pipeline(createReadStream(variant.file), response, () => undefined);
  return true;
}

/** True when an `Accept-Encoding` names the coding, and not with the weight 0 (RFC 9110 section 12.5.3). */
function accepts(header: string | string[] | undefined, coding: string): boolean {
  return String(header ?? '')
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .some((part) => part.startsWith(coding) && /^\s*(?:;\s*q=(?!0(?:\.0*)?$).*)?$/.test(part.slice(coding.length)));
}
