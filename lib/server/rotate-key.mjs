// `npm run rotate-key`: bundles the command and runs it; nothing else need be built.
import path from 'node:path';
import { bundleFile, install, ROOT } from './build.mjs';

process.chdir(ROOT);
install();
await bundleFile('lib/secrets/rotate-command.ts', path.join(ROOT, 'dist', 'rotate-key.mjs'));
await import('../../dist/rotate-key.mjs');
