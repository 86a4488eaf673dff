import { open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import type { DiskSpace } from './disk-watch';

const FILE = 'reserve';
const CHUNK = Buffer.alloc(1024 * 1024);
/** A reserve must not be what fills the disk. */
const MAX_SHARE_OF_FREE = 0.1;

/**
 * Takes room in `dataDir` that somebody can give back with one `rm` when the disk is full. Once removed, it is made
 * again at a start that finds room. Never throws: a server goes without.
 */
export async function prepareReserve(
  dataDir: string,
  bytes: number,
  space: DiskSpace | undefined,
  logger: Logger,
): Promise<void> {
  const file = path.join(dataDir, FILE);
  const part = `${file}.part`;
  try {
    const size = (await stat(file).catch(() => undefined))?.size ?? 0;
    if (size === bytes) return;
    await rm(file, { force: true });
    if (bytes === 0 || !space || bytes > (space.free + size) * MAX_SHARE_OF_FREE) return;
    await writeZeros(part, bytes);
    await rename(part, file);
  } catch (error) {
    logger.warn({ err: error, file }, 'no room could be kept in reserve');
    await rm(part, { force: true }).catch(() => undefined);
  }
}

/** Written, not only declared: a file with holes in it takes no room. */
async function writeZeros(file: string, bytes: number): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    for (let left = bytes; left > 0; left -= CHUNK.length) await handle.write(CHUNK, 0, Math.min(left, CHUNK.length));
    await handle.sync();
  } finally {
    await handle.close();
  }
}
