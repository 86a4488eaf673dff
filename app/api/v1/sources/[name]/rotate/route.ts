import { route } from '@/lib/http/route';
import { rotateSourceSecret } from '@/lib/sources/rotate';

export const POST = route(({ principal, params, now }) => rotateSourceSecret(principal, params.name ?? '', now));
