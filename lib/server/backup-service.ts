import { spawn } from 'node:child_process';
import { createReadStream, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { Backup, BackupList } from '@/lib/settings/schema';

const NAME = /^dispatchers-[0-9TZ-]+\.db$/;
const MAX_ERROR_LENGTH = 500;

/** Backups that the console asks for, in `backups` of the data directory; made by a process of their own. */
export interface BackupService {
  list(): BackupList;
  /** @returns undefined while one is being made already. */
  start(now: number): Backup | undefined;
  /** @returns undefined when there is none of that name. */
  open(name: string): { size: number; stream: ReadableStream } | undefined;
  remove(name: string): boolean;
  close(): void;
}

export function createBackupService(dataDir: string): BackupService {
  const folder = path.join(dataDir, 'backups');
  let running: { name: string; startedAt: number; kill(): void } | undefined;
  let lastError: string | undefined;

  function find(name: string): string | undefined {
    const file = path.join(folder, name);
    return NAME.test(name) && existsSync(file) ? file : undefined;
  }

  function toBackup(name: string): Backup {
    const { size, mtimeMs } = statSync(path.join(folder, name));
    return { name, size, creationTimestamp: Math.floor(mtimeMs) };
  }

  return {
    list() {
      const names = existsSync(folder) ? readdirSync(folder).filter((name) => NAME.test(name)) : [];
      const data = names.sort().reverse().map(toBackup);
      const failed = lastError === undefined ? {} : { lastError };
      return { data, ...failed, ...(running ? { running: progressOf(folder, dataDir, running) } : {}) };
    },
    start(now) {
      if (running) return undefined;
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const name = `dispatchers-${new Date(now).toISOString().replace(/[:.]/g, '-')}.db`;
      const script = path.join(process.cwd(), 'db', 'backup.mjs');
      const env: NodeJS.ProcessEnv = {
        NODE_ENV: process.env.NODE_ENV,
        PATH: process.env.PATH ?? '',
        DATA_DIR: dataDir,
      };
      const child = spawn(process.execPath, [script, path.join(folder, name)], {
        env,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let complaint = '';
      lastError = undefined;
      child.stderr.on('data', (chunk: Buffer) => {
        complaint = (complaint + chunk.toString('utf8')).slice(0, MAX_ERROR_LENGTH);
      });
      const end = (code: number | null) => {
        if (code !== 0) lastError = complaint.trim() || 'The backup was stopped';
        running = undefined;
      };
      child.on('error', (error) => {
        complaint = error.message;
        end(1);
      });
      child.on('exit', end);
      running = { name, startedAt: now, kill: () => child.kill('SIGKILL') };
      return { name, size: 0, creationTimestamp: now };
    },
    open(name) {
      const file = find(name);
      if (!file) return undefined;
      const stream = Readable.toWeb(createReadStream(file)) as ReadableStream;
      return { size: statSync(file).size, stream };
    },
    remove(name) {
      const file = find(name);
      if (file) rmSync(file);
      return file !== undefined;
    },
    close: () => running?.kill(),
  };
}

/** The copy is at most as large as the original: that is all that is known of how far it is. */
function progressOf(folder: string, dataDir: string, { name, startedAt }: { name: string; startedAt: number }) {
  const sizeOf = (file: string) => (existsSync(file) ? statSync(file).size : 0);
  const total = sizeOf(path.join(dataDir, 'dispatchers.db'));
  return { name, startedAt, size: Math.min(total, sizeOf(path.join(folder, `${name}.part`))), total };
}
