import { revokeApiToken } from '@/lib/auth/api-tokens';
import { route } from '@/lib/http/route';

export const DELETE = route('DELETE /api/v1/tokens/{id}', async ({ principal, id, now }) => {
  await revokeApiToken(principal, id('id'), now);
  return { affectedRecords: 1 };
});
