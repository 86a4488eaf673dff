import { route } from '@/lib/http/route';
import { updateMailSettings, viewMailSettings } from '@/lib/settings/mail';

export const GET = route('GET /api/v1/settings/mail', ({ principal }) => viewMailSettings(principal));
export const PUT = route('PUT /api/v1/settings/mail', async ({ principal, json, now }) =>
  updateMailSettings(principal, await json(), now),
);
