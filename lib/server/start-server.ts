import path from 'node:path';
import type { Logger } from 'pino';
import { createAside } from '@/db/aside';
import { outsideRequest } from '@/db/audit-context';
import { startCheckpoints } from '@/db/checkpoints';
import { attachAside, closeDatabase, openDatabase } from '@/db/client';
import { findSource } from '@/db/sources';
import type { Config } from '@/lib/config/config';
import { BREAKER_POLICY } from '@/lib/delivery/breaker';
import { createBreakerStore } from '@/lib/delivery/breaker-store';
import { createBreakers } from '@/lib/delivery/breakers';
import { type Engine, FUNCTION_PROCESSES, startEngine } from '@/lib/delivery/engine';
import { createEngineControl } from '@/lib/delivery/engine-control';
import { createFunctionExecutor } from '@/lib/functions/executor';
import type { Readiness } from '@/lib/health/schema';
import { createTargetGuard } from '@/lib/http/target-guard';
import { createMailThread, type MailThread } from '@/lib/mail/threaded-transport';
import { watchLoopDelay } from '@/lib/metrics/event-loop';
import { createMetrics } from '@/lib/metrics/metrics';
import { createSecretBox, type SecretBox } from '@/lib/secrets/secret-box';
import { loadSecretKeys } from '@/lib/secrets/secret-keys';
import type { ConsoleHost } from './console-host';
import { type EngineContext, type ServerContext, setServerContext } from './context';
import { closeServerContext, createServerContext } from './create-context';
import { createDiskWatch, type DiskWatch } from './disk-watch';
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
 * Opens the database and starts the engine: everything but the HTTP listener. The console opens meanwhile.
 * @param publicUrl where people reach the console, without a trailing slash.
 * @throws LockHeldError, DatabaseStartError, MigrationError, SecretKeyError, FunctionsFolderError.
 */
export async function startServer(config: Config, publicUrl: string, console_: ConsoleHost): Promise<RunningServer> {
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
  const engineContext = createEngineContext({ config, dataDir, logger, secretBox, disk, mailThread });
  const control = createEngineControl();
  const context = createServerContext({ config, publicUrl, logger, secretBox, wake, engine: control });
  setServerContext(context, engineContext);
  // Nobody waits for it but whoever asks for a page; without it the server ends, as by any fault that nobody caught.
  void console_.open(publicUrl, control, wake);
  const setUpLink = await prepareFirstStart(Date.now());
  engine = await startEngine();
  void prepareReserve(dataDir, config.reserveBytes, disk.space, logger);
  const stopRetention = startRetention(logger);
  const stopCheckpoints = startCheckpoints(aside, logger);
  const stopWatch = watchLoops(engineContext.heartbeats, logger);
  return {
    context,
    readiness: createReadiness(engine),
    setUpLink,
    async stop(graceMs, drained) {
      stopRetention();
      stopCheckpoints();
      stopWatch();
      console_.endStreams();
      await Promise.all([engine?.stop(graceMs), drained]);
      await engineContext.executor.close();
      await console_.close();
      await engineContext.mail.close();
      await mailThread.stop();
      closeServerContext(context);
      engineContext.loopDelay.close();
      engineContext.disk.close();
      setServerContext(undefined);
      closeDatabase();
    },
  };
}

interface EngineParts {
  config: Config;
  dataDir: string;
  logger: Logger;
  secretBox: SecretBox;
  disk: DiskWatch;
  mailThread: MailThread;
}

function createEngineContext({ config, dataDir, logger, secretBox, disk, mailThread }: EngineParts): EngineContext {
  const guard = createTargetGuard({ allowPrivateTargets: config.allowPrivateTargets });
  return {
    executor: createFunctionExecutor({ dataDir, logger, guard, maxProcesses: FUNCTION_PROCESSES }),
    heartbeats: createHeartbeats(),
    metrics: createMetrics(),
    loopDelay: watchLoopDelay(),
    disk,
    mail: createMailService(config, secretBox, guard, mailThread.open),
    breakers: createBreakers(createBreakerStore(logger), logger, { ...BREAKER_POLICY, openMs: config.breakerOpenMs }),
  };
}
