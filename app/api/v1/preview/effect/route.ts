import { showEffect } from '@/lib/back-test/show-effect';
import { route } from '@/lib/http/route';

export const POST = route('POST /api/v1/preview/effect', async ({ principal, json, now }) =>
  showEffect(principal, await json(), now),
);
