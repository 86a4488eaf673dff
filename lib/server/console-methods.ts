import type { Change } from '@/db/changes';
import type { EngineControl } from '@/lib/delivery/engine-control';

/** What the thread of the console is started with. */
export interface ConsoleThreadData {
  /** See `db/shared-memory.ts`. */
  memory: Int32Array;
  /** Whoever connects must know it: the headers that the entry sets are believed. */
  secret: string;
}

/** What the entry asks of the console's thread. */
export interface ConsoleMethods {
  /** Opens a connection to the database, which must be open and migrated, and takes requests at `address`. */
  open(address: ConsoleAddress, server: { publicUrl: string; schemaVersion: number }): Promise<number>;
  /** Tells whoever watches what another thread has committed. @param complete false: some of it is left out. */
  tellChanges(changes: readonly Change[], complete: boolean): void;
  /** Ends the streams of those who watch; they would hold up the end. */
  endStreams(): void;
  /** To be called when no request is under way any more; the thread ends. */
  close(): Promise<void>;
}

/** Where the console's thread listens: `path`, or, where there are no abstract sockets, some port of this host. */
export type ConsoleAddress = { path: string } | { host: string };

/** What the console's thread asks of the entry, which has the engine. */
export interface EntryMethods extends EngineControl {
  wake(only?: 'runs'): void;
  /** Whether somebody there wants to be told of changes. */
  watchChanges(wanted: boolean): void;
}

/** Carries `ConsoleThreadData.secret` on every request. */
export const ENTRY_SECRET_HEADER = 'x-dispatchers-entry';
