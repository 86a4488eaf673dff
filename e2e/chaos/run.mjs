// `npm run chaos`: builds what is missing and runs the long tests of reliability; see chaos.ts.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build as bundle } from 'esbuild';
import { build, install, ROOT } from '../../lib/server/build.mjs';

process.chdir(ROOT);
process.env.NEXT_TELEMETRY_DISABLED = '1';
install();
await build();
const outfile = path.join(ROOT, 'dist', 'chaos.mjs');
await bundle({
  absWorkingDir: ROOT,
  entryPoints: ['e2e/chaos/chaos.ts'],
  outfile,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  alias: { '@': ROOT },
  logLevel: 'warning',
});
await import(pathToFileURL(outfile).href);
