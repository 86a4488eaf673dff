import { loadConfig } from '@/lib/config/config';
import { isServerStarted } from './context';
import { startServer } from './start-server';

const KEY = Symbol.for('dispatchers.starting');
const holder = globalThis as { [KEY]?: Promise<void> };

/** In `npm start` the server runs before the first request; `next dev` has no entry of ours, so the first route starts it. */
export async function ensureStarted(): Promise<void> {
  if (isServerStarted()) return;
  holder[KEY] ??= startForDevelopment();
  await holder[KEY];
}

async function startForDevelopment(): Promise<void> {
  const config = loadConfig(process.env);
  const { context, setUpLink } = await startServer(config, config.publicUrl ?? `http://localhost:${config.port}`);
  if (setUpLink) context.logger.info({ setUpLink }, 'make the first administrator here');
}
