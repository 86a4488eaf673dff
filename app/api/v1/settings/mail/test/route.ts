import { route } from '@/lib/http/route';
import { testMailSettings } from '@/lib/settings/mail';

export const POST = route('POST /api/v1/settings/mail/test', ({ principal, now }) => testMailSettings(principal, now));
