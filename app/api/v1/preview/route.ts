import { previewActions } from '@/lib/console/preview';
import { route } from '@/lib/http/route';

export const POST = route(async ({ principal, json, now }) => previewActions(principal, await json(), now));
