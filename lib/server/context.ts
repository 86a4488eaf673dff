import type { Logger } from 'pino';
import type { MatchedEvent, StoreResult } from '@/db/events';
import { outdate } from '@/db/versions';
import type { Config } from '@/lib/config/config';
import type { Breakers } from '@/lib/delivery/breakers';
import type { EngineControl } from '@/lib/delivery/engine-control';
import type { GroupCommit } from '@/lib/delivery/group-commit';
import type { FunctionExecutor } from '@/lib/functions/executor';
import type { RateLimits } from '@/lib/http/rate-limits';
import type { MailInForce } from '@/lib/mail/in-force';
import type { LoopDelay } from '@/lib/metrics/event-loop';
import type { Metrics } from '@/lib/metrics/metrics';
import type { SecretBox } from '@/lib/secrets/secret-box';
import type { VolumeCounter } from '@/lib/statistics/volume';
import type { BackupService } from './backup-service';
import type { ConfigurationCache } from './configuration-cache';
import type { DiskWatch } from './disk-watch';
import type { Heartbeats } from './heartbeats';
import type { MailService } from './mail-service';

/** What each thread that answers requests has one of: the one with the engine, and the console's. */
export interface ServerContext {
  config: Config;
  /** Where people reach the console, without a trailing slash. */
  publicUrl: string;
  logger: Logger;
  secretBox: SecretBox;
  /** How mails are sent, as it is set now. */
  mailInForce(): MailInForce;
  backups: BackupService;
  cache: ConfigurationCache;
  limits: RateLimits;
  volume: VolumeCounter;
  /** Events on their way into the database. */
  intake: GroupCommit<MatchedEvent, StoreResult>;
  /** Tells the engine that rows were committed which it may work on now; `runs`: nothing but pending runs. */
  wake(only?: 'runs'): void;
  /** What else is asked of the engine, wherever it is. */
  engine: EngineControl;
}

/** What the engine works with, in the thread that it runs in. */
export interface EngineContext {
  executor: FunctionExecutor;
  mail: MailService;
  /** What keeps work from targets that are away. */
  breakers: Breakers;
  /** Which loops of the engine still turn. */
  heartbeats: Heartbeats;
  metrics: Metrics;
  loopDelay: LoopDelay;
  /** How much room there is for the database. */
  disk: DiskWatch;
}

// The bundles of a thread each carry a copy of this module; they share what the thread has.
const KEY = Symbol.for('dispatchers.context');
const ENGINE_KEY = Symbol.for('dispatchers.engineContext');
const holder = globalThis as { [KEY]?: ServerContext; [ENGINE_KEY]?: EngineContext };

/** @throws when the server has not been started in this thread. */
export function serverContext(): ServerContext {
  const context = holder[KEY];
  if (!context) throw new Error('the server is not started');
  return context;
}

/** @throws in a thread without the engine. */
export function engineContext(): EngineContext {
  const context = holder[ENGINE_KEY];
  if (!context) throw new Error('the engine is not in this thread');
  return context;
}

export function setServerContext(context: ServerContext | undefined, engine?: EngineContext): void {
  if (context) holder[KEY] = context;
  else delete holder[KEY];
  if (engine) holder[ENGINE_KEY] = engine;
  else delete holder[ENGINE_KEY];
}

export function secretBox(): SecretBox {
  return serverContext().secretBox;
}

/** To be called after each committed change of dispatchers, templates or localizations. */
export function configurationChanged(): void {
  outdate('configuration');
}
