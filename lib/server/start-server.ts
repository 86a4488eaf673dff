import path from 'node:path';
import { createAside } from '@/db/aside';
import { outsideRequest } from '@/db/audit-context';
import { startCheckpoints } from '@/db/checkpoints';
import { attachAside, closeDatabase, openDatabase } from '@/db/client';
import { storeMatchedEvent } from '@/db/events';
import { findSource } from '@/db/sources';
import type { Config } from '@/lib/config/config';
import { BREAKER_POLICY } from '@/lib/delivery/breaker';
import { createBreakerStore } from '@/lib/delivery/breaker-store';
import { createBreakers } from '@/lib/delivery/breakers';
import { type Engine, FUNCTION_PROCESSES, startEngine } from '@/lib/delivery/engine';
import { createGroupCommit } from '@/lib/delivery/group-commit';
import { createFunctionExecutor } from '@/lib/functions/executor';
import type { Readiness } from '@/lib/health/schema';
import { createRateLimits } from '@/lib/http/rate-limits';
import { createTargetGuard } from '@/lib/http/target-guard';
import { endLiveStreams } from '@/lib/live/hub';
import { createMailThread, type MailThread } from '@/lib/mail/threaded-transport';
import { watchLoopDelay } from '@/lib/metrics/event-loop';
import { createMetrics } from '@/lib/metrics/metrics';
import { createSecretBox } from '@/lib/secrets/secret-box';
import { loadSecretKeys } from '@/lib/secrets/secret-keys';
import { openSource } from '@/lib/sources/open-source';
import { createVolumeCounter } from '@/lib/statistics/volume';
import { createBackupService } from './backup-service';
import { createConfigurationCache } from './configuration-cache';
import { type ServerContext, setServerContext } from './context';
import { createDiskWatch } from './disk-watch';
import { assertKeyFits, prepareFirstStart } from './first-start';
import { createHeartbeats } from './heartbeats';
import { createLogger } from './logger';
import { createMailService } from './mail-service';
import { createReadiness } from './readiness';
import { prepareReserve } from './reserve';
import { startRetention } from './retention';
import { watchLoops } from './watch-loops';

const MAIL_THREAD = path.join(process.cwd(), 'dist', 'mail-thread.mjs');

export interface RunningServer {
  context: ServerContext;
  /** Where the first administrator can be made, when there is no user yet. */
  setUpLink: string | undefined;
  /** Whether events can be taken and worked on, and why not. */
  readiness(now: number): Readiness;
  /** @param drained resolves when no request is under way any more. */
  stop(graceMs: number, drained: Promise<void>): Promise<void>;
}

/**
 * Opens the database and starts the engine: everything but the HTTP listener.
 * @param publicUrl where people reach the console, without a trailing slash.
 * @throws LockHeldError, DatabaseStartError, MigrationError.
 */
export async function startServer(config: Config, publicUrl: string): Promise<RunningServer> {
  const logger = createLogger(config.logLevel);
  const dataDir = path.resolve(config.dataDir);
  const { allowNetworkDisk } = config;
  await openDatabase(dataDir, path.join(process.cwd(), 'db', 'migrations'), { allowNetworkDisk });
  const aside = attachAside((file) => createAside(path.join(process.cwd(), 'db', 'read-aside.mjs'), file));
  let engine: Engine | undefined;
  const disk = await createDiskWatch(dataDir, config.minFreeBytes, logger);
  const isFirstStart = (await findSource('default')) === undefined;
  const secretBox = createSecretBox(...loadSecretKeys(config, dataDir, isFirstStart));
  await assertKeyFits(secretBox);
  const wake = (only?: 'runs') => outsideRequest(() => engine?.wake(only));
  const mailThread = createMailThread(MAIL_THREAD, { allowPrivateTargets: config.allowPrivateTargets });
  const context = createContext({ config, publicUrl, dataDir, logger, secretBox, disk, wake, mailThread });
  setServerContext(context);
  const setUpLink = await prepareFirstStart(Date.now());
  engine = await startEngine();
  void prepareReserve(dataDir, config.reserveBytes, disk.space, logger);
  const stopRetention = startRetention(logger);
  const stopCheckpoints = startCheckpoints(aside, logger);
  const stopWatch = watchLoops(context.heartbeats, logger);
  return {
    context,
    readiness: createReadiness(engine),
    setUpLink,
    async stop(graceMs, drained) {
      stopRetention();
      stopCheckpoints();
      stopWatch();
      endLiveStreams();
      await Promise.all([engine?.stop(graceMs), drained]);
      await context.executor.close();
      context.backups.close();
      await context.mail.close();
      await mailThread.stop();
      context.volume.close();
      context.loopDelay.close();
      context.disk.close();
      setServerContext(undefined);
      closeDatabase();
    },
  };
}

type Given = Pick<ServerContext, 'config' | 'publicUrl' | 'logger' | 'secretBox' | 'disk' | 'wake'> & {
  dataDir: string;
  mailThread: MailThread;
};

function createContext({
  config,
  publicUrl,
  dataDir,
  logger,
  secretBox,
  disk,
  wake,
  mailThread,
}: Given): ServerContext {
  const guard = createTargetGuard({ allowPrivateTargets: config.allowPrivateTargets });
  return {
    config,
    publicUrl,
    logger,
    secretBox,
    executor: createFunctionExecutor({ dataDir, logger, guard, maxProcesses: FUNCTION_PROCESSES }),
    heartbeats: createHeartbeats(),
    metrics: createMetrics(),
    loopDelay: watchLoopDelay(),
    disk,
    backups: createBackupService(dataDir),
    mail: createMailService(config, secretBox, guard, mailThread.open),
    breakers: createBreakers(createBreakerStore(logger), logger, { ...BREAKER_POLICY, openMs: config.breakerOpenMs }),
    cache: createConfigurationCache((source) => openSource(secretBox, source)),
    limits: createRateLimits(),
    volume: createVolumeCounter(),
    intake: createGroupCommit(storeMatchedEvent),
    wake,
  };
}
