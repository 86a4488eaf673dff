import { rotateApplicationSecret } from '@/lib/applications/change';
import { route } from '@/lib/http/route';

export const POST = route('POST /api/v1/applications/{id}/rotate', ({ principal, id, now }) =>
  rotateApplicationSecret(principal, id('id'), now),
);
