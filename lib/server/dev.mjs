// `npm run dev`: the same server with Next in development, so that pages and routes reload as they change.
import { bundleServer, install, ROOT } from './build.mjs';

process.chdir(ROOT);
process.env.NODE_ENV = 'development';
process.env.NEXT_TELEMETRY_DISABLED = '1';
// Node 20 is supported here; the AWS SDK would say otherwise at the first Lambda call.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
install();
await bundleServer();
await import('../../dist/server.mjs');
