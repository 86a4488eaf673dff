import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import path from 'node:path';

/**
 * Higher than what events and deliveries run with (0), so that they go first; at 10 it still gets a tenth of a processor
 * that is fought for.
 */
const NICENESS = 10;

/**
 * Lets the thread that calls this go after the other threads of this process where both want a processor. Linux only, where
 * setpriority(2) takes the id of a thread, which proc(5) tells as `PID/task/TID`; elsewhere nothing is done.
 */
export function giveWayToOtherThreads(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(Number(path.basename(readlinkSync('/proc/thread-self'))), NICENESS);
  } catch {
    // Without /proc, or where a sandbox refuses it, all threads are equal.
  }
}
