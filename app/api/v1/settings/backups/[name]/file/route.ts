import { route } from '@/lib/http/route';
import { downloadBackup } from '@/lib/settings/backups';

export const GET = route('GET /api/v1/settings/backups/{name}/file', ({ principal, params }) =>
  downloadBackup(principal, params.name ?? ''),
);
