import { statfs } from 'node:fs/promises';
import type { Logger } from 'pino';

const INTERVAL_MS = 1_000;
const DEFAULT_MIN_FREE_BYTES = 512 * 1024 * 1024;
/** Of a small disk, less is kept free. */
const DEFAULT_MIN_FREE_SHARE = 0.05;

export interface DiskSpace {
  free: number;
  total: number;
}

/** How much room there is where the database is. */
export interface DiskWatch {
  readonly space: DiskSpace | undefined;
  /** So little that no new events are taken: outcomes of work under way must still find room. */
  readonly isLow: boolean;
  close(): void;
}

/**
 * Looks once a second, so that intake asks for nothing but a flag.
 * @param minFreeBytes 512 MB or 5 %, whichever is less, when not given.
 */
export async function createDiskWatch(
  folder: string,
  minFreeBytes: number | undefined,
  logger: Logger,
  measure: (folder: string) => Promise<DiskSpace> = measureDisk,
): Promise<DiskWatch> {
  let space: DiskSpace | undefined;
  let isLow = false;

  async function look(): Promise<void> {
    try {
      space = await measure(folder);
    } catch (error) {
      logger.error({ err: error }, 'the free space of the disk is not known');
      return;
    }
    const least = minFreeBytes ?? Math.min(DEFAULT_MIN_FREE_BYTES, space.total * DEFAULT_MIN_FREE_SHARE);
    const wasLow = isLow;
    isLow = space.free < least;
    if (isLow && !wasLow)
      logger.error(
        { ...space, least },
        'the disk is almost full: no new events are taken; to give room at once, remove DATA_DIR/reserve',
      );
    if (!isLow && wasLow) logger.info({ ...space, least }, 'the disk has room again: events are taken');
  }

  await look();
  const timer = setInterval(() => void look(), INTERVAL_MS);
  timer.unref();
  return {
    get space() {
      return space;
    },
    get isLow() {
      return isLow;
    },
    close: () => clearInterval(timer),
  };
}

async function measureDisk(folder: string): Promise<DiskSpace> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { free: bavail * bsize, total: blocks * bsize };
}
