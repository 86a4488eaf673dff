import { exportDispatchers } from '@/lib/dispatchers/export';
import { json, route } from '@/lib/http/route';

const AS_FILE = { 'content-disposition': 'attachment; filename="dispatchers.json"' };

export const GET = route('GET /api/v1/dispatchers/export', async ({ principal }) =>
  json(await exportDispatchers(principal), 200, AS_FILE),
);
