import { rotateSigningSecret } from '@/lib/functions/rotate-secret';
import { route } from '@/lib/http/route';

export const POST = route('POST /api/v1/functions/{name}/rotate', ({ principal, params, now }) =>
  rotateSigningSecret(principal, params.name ?? '', now),
);
