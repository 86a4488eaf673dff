import { recordAuditAlone } from '@/db/audit';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown, ServiceError } from '@/lib/errors/service-error';
import { serverContext } from '@/lib/server/context';
import type { Backup, BackupList } from './schema';

/** The backups that are kept on the server, and the one that is being made. @throws ServiceError 10. */
export async function listBackups(principal: Principal): Promise<BackupList> {
  requirePermission(principal, 'MANAGE_SETTINGS');
  return serverContext().backups.list();
}

/** Begins a backup of everything that is stored now. @throws ServiceError 10, 27 (one is being made). */
export async function createBackup(principal: Principal, now: number): Promise<Backup> {
  requirePermission(principal, 'MANAGE_SETTINGS');
  const backup = serverContext().backups.start(now);
  if (!backup) throw new ServiceError(27, 'A backup is being made: wait until it is done');
  await recordAuditAlone({ act: 'create', object: { kind: 'backup', name: backup.name } });
  return backup;
}

/** The file itself. @throws ServiceError 10, 16. */
export async function downloadBackup(principal: Principal, name: string): Promise<Response> {
  requirePermission(principal, 'MANAGE_SETTINGS');
  const file = serverContext().backups.open(name);
  if (!file) throw resourceUnknown('backup', name);
  await recordAuditAlone({ act: 'export', object: { kind: 'backup', name } });
  return new Response(file.stream, {
    headers: {
      'content-type': 'application/vnd.sqlite3',
      'content-length': String(file.size),
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    },
  });
}

/** Removes a backup from the server. @throws ServiceError 10, 16. */
export async function deleteBackup(principal: Principal, name: string): Promise<void> {
  requirePermission(principal, 'MANAGE_SETTINGS');
  if (!serverContext().backups.remove(name)) throw resourceUnknown('backup', name);
  await recordAuditAlone({ act: 'delete', object: { kind: 'backup', name } });
}
