// `npm start`: installs, builds, migrates and starts, each only when there is something to do.
import { build, install, ROOT } from './build.mjs';

process.chdir(ROOT);
// Next and React choose their production form by this; a shell that says otherwise would get a server half in each.
process.env.NODE_ENV = 'production';
process.env.NEXT_TELEMETRY_DISABLED = '1';
install();
await build();
await import('../../dist/server.mjs');
