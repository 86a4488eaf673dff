import { type ApiCall, shellQuote, toApiCurl } from '@/components/data/api-call';
import type { CreatedApiToken } from '@/lib/auth/schema';

const SEND: ApiCall = { method: 'POST', path: '/events/v1/', body: { type: 'hello', content: { name: 'Ada' } } };
const SAY_WHO: ApiCall = { method: 'GET', path: '/users/v1/me' };

/** A command that works when pasted: it sends an event when the token may, else it asks who the token belongs to. */
export function toTokenCurl({ secret, permissions }: CreatedApiToken, origin: string): string {
  const call = permissions.includes('CREATE_EVENTS') ? SEND : SAY_WHO;
  return `TOKEN=${shellQuote(secret)}\n${toApiCurl(call, origin)}`;
}
