import { route } from '@/lib/http/route';
import { createBackup, listBackups } from '@/lib/settings/backups';

export const GET = route('GET /api/v1/settings/backups', ({ principal }) => listBackups(principal));
export const POST = route('POST /api/v1/settings/backups', ({ principal, now }) => createBackup(principal, now));
