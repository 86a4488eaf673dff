// `npm start`: installs, builds, migrates and starts, each only when there is something to do.
import { build, install, ROOT } from './build.mjs';

process.chdir(ROOT);
// Next and React choose their production form by this; a shell that says otherwise would get a server half in each.
process.env.NODE_ENV = 'production';
process.env.NEXT_TELEMETRY_DISABLED = '1';
// Node 20 is supported here; the AWS SDK would say otherwise at the first Lambda call.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
install();
await build();
await import('../../dist/server.mjs');
