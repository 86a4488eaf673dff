import { route } from '@/lib/http/route';
import { rotateSourceSecret } from '@/lib/sources/rotate';

export const POST = route('POST /api/v1/sources/{name}/rotate', ({ principal, params, query, now }) =>
  rotateSourceSecret(principal, params.name ?? '', new URLSearchParams(query), now),
);
