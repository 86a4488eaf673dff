import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkFiles } from './check-files';

let app: string;
beforeEach(() => {
  app = path.join(mkdtempSync(path.join(tmpdir(), 'routes-')), 'app');
  cpSync('app', app, { recursive: true });
});
afterEach(() => rmSync(path.dirname(app), { recursive: true }));

function write(file: string, source: string): void {
  mkdirSync(path.dirname(path.join(app, file)), { recursive: true });
  writeFileSync(path.join(app, file), source);
}

describe('S-01: the check that runs before the build', () => {
  test('finds nothing to say about the routes and pages that are there', () => {
    expect(checkFiles('app')).toEqual([]);
  });

  test('refuses a route without an entry', () => {
    write('api/v1/backdoor/route.ts', "export const GET = route('GET /api/v1/backdoor', open);\n");
    expect(checkFiles(app)).toEqual([
      'app/api/v1/backdoor/route.ts: GET /api/v1/backdoor has no entry in lib/http/registry',
    ]);
  });

  test('refuses a handler that does not go through the door', () => {
    write('api/v1/status/route.ts', 'export async function GET() {\n  return Response.json({});\n}\n');
    expect(checkFiles(app)[0]).toContain('is not made by route');
  });

  test('refuses a handler that borrows the permission of another path', () => {
    const file = '(api)/dispatchers/v1/route.ts';
    const source = readFileSync(path.join(app, file), 'utf8');
    write(file, source.replace("'POST /dispatchers/v1'", "'GET /dispatchers/v1/health'"));
    expect(checkFiles(app)).toContain(
      "app/(api)/dispatchers/v1/route.ts: POST is named 'GET /dispatchers/v1/health', but it serves 'POST /dispatchers/v1'",
    );
  });

  test('misses a route that is in the registry only', () => {
    rmSync(path.join(app, 'api/v1/overview'), { recursive: true });
    expect(checkFiles(app)).toEqual(['the registry has GET /api/v1/overview, but no file serves it']);
  });

  test('refuses a page that nobody listed', () => {
    write('(console)/hidden/page.tsx', 'export default function Hidden() {}\n');
    expect(checkFiles(app)).toEqual(['the page /hidden is not listed in pages.ts']);
  });
});
