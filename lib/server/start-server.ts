import path from 'node:path';
import pino, { type Logger } from 'pino';
import { outsideRequest } from '@/db/audit-context';
import { closeDatabase, openDatabase } from '@/db/client';
import { storeEvents } from '@/db/events';
import type { Config } from '@/lib/config/config';
import { BREAKER_POLICY } from '@/lib/delivery/breaker';
import { createBreakerStore } from '@/lib/delivery/breaker-store';
import { createBreakers } from '@/lib/delivery/breakers';
import { type Engine, FUNCTION_PROCESSES, startEngine } from '@/lib/delivery/engine';
import { createGroupCommit } from '@/lib/delivery/group-commit';
import { createFunctionExecutor } from '@/lib/functions/executor';
import { createRateLimits } from '@/lib/http/rate-limits';
import { createTargetGuard } from '@/lib/http/target-guard';
import { endLiveStreams } from '@/lib/live/hub';
import { createSecretBox } from '@/lib/secrets/secret-box';
import { loadSecretKeys } from '@/lib/secrets/secret-keys';
import { createVolumeCounter } from '@/lib/statistics/volume';
import { createBackupService } from './backup-service';
import { createConfigurationCache } from './configuration-cache';
import { type ServerContext, setServerContext } from './context';
import { prepareFirstStart } from './first-start';
import { createMailService } from './mail-service';
import { startRetention } from './retention';

export interface RunningServer {
  context: ServerContext;
  /** Where the first administrator can be made, when there is no user yet. */
  setUpLink: string | undefined;
  /** @param drained resolves when no request is under way any more. */
  stop(graceMs: number, drained: Promise<void>): Promise<void>;
}

/**
 * Opens the database and starts the engine: everything but the HTTP listener.
 * @param publicUrl where people reach the console, without a trailing slash.
 * @throws LockHeldError, DatabaseStartError, MigrationError.
 */
export async function startServer(config: Config, publicUrl: string): Promise<RunningServer> {
  const logger = pino({ level: config.logLevel });
  const dataDir = path.resolve(config.dataDir);
  await openDatabase(dataDir, path.join(process.cwd(), 'db', 'migrations'));
  let engine: Engine | undefined;
  const context = createContext(config, publicUrl, dataDir, logger, () => outsideRequest(() => engine?.wake()));
  setServerContext(context);
  const setUpLink = await prepareFirstStart(Date.now());
  engine = await startEngine();
  const stopRetention = startRetention(logger);
  return {
    context,
    setUpLink,
    async stop(graceMs, drained) {
      stopRetention();
      endLiveStreams();
      await Promise.all([engine?.stop(graceMs), drained]);
      await context.executor.close();
      context.backups.close();
      await context.mail.close();
      context.volume.close();
      setServerContext(undefined);
      closeDatabase();
    },
  };
}

function createContext(
  config: Config,
  publicUrl: string,
  dataDir: string,
  logger: Logger,
  wake: () => void,
): ServerContext {
  const guard = createTargetGuard({ allowPrivateTargets: config.allowPrivateTargets });
  const secretBox = createSecretBox(...loadSecretKeys(config, dataDir));
  return {
    config,
    publicUrl,
    logger,
    secretBox,
    executor: createFunctionExecutor({ dataDir, logger, guard, maxProcesses: FUNCTION_PROCESSES }),
    backups: createBackupService(dataDir),
    mail: createMailService(config, secretBox, guard),
    breakers: createBreakers(createBreakerStore(logger), logger, { ...BREAKER_POLICY, openMs: config.breakerOpenMs }),
    cache: createConfigurationCache(),
    limits: createRateLimits(),
    volume: createVolumeCounter(),
    intake: createGroupCommit(storeEvents),
    wake,
  };
}
