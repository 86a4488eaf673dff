// `npm run dev`: the same server with Next in development, so that pages and routes reload as they change.
import { bundleServer, install, ROOT } from './build.mjs';

process.chdir(ROOT);
process.env.NODE_ENV = 'development';
process.env.NEXT_TELEMETRY_DISABLED = '1';
install();
await bundleServer();
await import('../../dist/server.mjs');
