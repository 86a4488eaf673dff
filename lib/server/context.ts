import type { Logger } from 'pino';
import type { MatchedEvent, StoreResult } from '@/db/events';
import type { Config } from '@/lib/config/config';
import type { Breakers } from '@/lib/delivery/breakers';
import type { GroupCommit } from '@/lib/delivery/group-commit';
import type { FunctionExecutor } from '@/lib/functions/executor';
import type { RateLimits } from '@/lib/http/rate-limits';
import type { LoopDelay } from '@/lib/metrics/event-loop';
import type { Metrics } from '@/lib/metrics/metrics';
import type { SecretBox } from '@/lib/secrets/secret-box';
import type { VolumeCounter } from '@/lib/statistics/volume';
import type { BackupService } from './backup-service';
import type { ConfigurationCache } from './configuration-cache';
import type { DiskWatch } from './disk-watch';
import type { Heartbeats } from './heartbeats';
import type { MailService } from './mail-service';

/** What the running process has one of. */
export interface ServerContext {
  config: Config;
  /** Where people reach the console, without a trailing slash. */
  publicUrl: string;
  logger: Logger;
  secretBox: SecretBox;
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
  backups: BackupService;
  cache: ConfigurationCache;
  limits: RateLimits;
  volume: VolumeCounter;
  /** Events on their way into the database. */
  intake: GroupCommit<MatchedEvent, StoreResult>;
  /** Tells the engine that rows were committed which it may work on now; `runs`: nothing but pending runs. */
  wake(only?: 'runs'): void;
}

// The server bundle and Next's bundles each carry a copy of this module; they share the one process.
const KEY = Symbol.for('dispatchers.context');
const holder = globalThis as { [KEY]?: ServerContext };

/** @throws when the server has not been started in this process. */
export function serverContext(): ServerContext {
  const context = holder[KEY];
  if (!context) throw new Error('the server is not started');
  return context;
}

export function setServerContext(context: ServerContext | undefined): void {
  if (context) holder[KEY] = context;
  else delete holder[KEY];
}

export function secretBox(): SecretBox {
  return serverContext().secretBox;
}

/** To be called after each committed change of dispatchers, templates or localizations. */
export function configurationChanged(): void {
  serverContext().cache.clear();
}
