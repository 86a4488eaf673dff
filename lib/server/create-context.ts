import path from 'node:path';
import { storeMatchedEvent } from '@/db/events';
import { createGroupCommit } from '@/lib/delivery/group-commit';
import { createRateLimits } from '@/lib/http/rate-limits';
import { watchMailInForce } from '@/lib/mail/in-force';
import { openSource } from '@/lib/sources/open-source';
import { createVolumeCounter } from '@/lib/statistics/volume';
import { createBackupService } from './backup-service';
import { createConfigurationCache } from './configuration-cache';
import type { ServerContext } from './context';

type Given = Pick<ServerContext, 'config' | 'publicUrl' | 'logger' | 'secretBox' | 'wake' | 'engine'>;

/** Over the open database, for one thread. */
export function createServerContext(given: Given): ServerContext {
  const { config, secretBox } = given;
  return {
    ...given,
    mailInForce: watchMailInForce(config, secretBox),
    backups: createBackupService(path.resolve(config.dataDir)),
    cache: createConfigurationCache((source) => openSource(secretBox, source)),
    limits: createRateLimits(),
    volume: createVolumeCounter(),
    intake: createGroupCommit(storeMatchedEvent),
  };
}

export function closeServerContext({ backups, volume }: ServerContext): void {
  backups.close();
  volume.close();
}
