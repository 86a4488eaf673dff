import { route } from '@/lib/http/route';
import { deleteBackup } from '@/lib/settings/backups';

export const DELETE = route('DELETE /api/v1/settings/backups/{name}', async ({ principal, params }) => {
  await deleteBackup(principal, params.name ?? '');
  return { affectedRecords: 1 };
});
