import { statfsSync } from 'node:fs';
import { DatabaseStartError } from './durability';

/** File systems whose locks and shared memory SQLite cannot trust, by the numbers that Linux gives them (statfs(2)). */
const NETWORK_TYPES: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB'],
  [0x5346414f, 'AFS'],
]);

/**
 * On a network file system two servers could both hold the lock, and the log of one not be seen by the other.
 * @throws DatabaseStartError naming it.
 */
export function assertLocalDisk(dataDir: string, typeOf = (folder: string): number => statfsSync(folder).type): void {
  const name = NETWORK_TYPES.get(typeOf(dataDir));
  if (name === undefined) return;
  const remedy = 'choose a DATA_DIR on a local disk, or set ALLOW_NETWORK_DISK=true and take the risk';
  throw new DatabaseStartError(
    `${dataDir} is on a network file system (${name}), where SQLite can lose data: ${remedy}`,
  );
}
