import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

const NONCE_BYTES = 18;
/** A browser keeps to https for this long once it has been here over it. */
export const HSTS = 'max-age=31536000';

/**
 * Sets what keeps a browser from being turned against its user, on an answer that Next is about to give. Next reads the
 * nonce from the policy in the request and puts it on each of its scripts; nothing else may run.
 * @param secure people reach the console over https.
 */
export function setPageHeaders(request: IncomingMessage, response: ServerResponse, secure: boolean): void {
  const policy = contentSecurityPolicy(randomBytes(NONCE_BYTES).toString('base64'));
  request.headers['content-security-policy'] = policy;
  response.setHeader('Content-Security-Policy', policy);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('X-Frame-Options', 'DENY');
  response.setHeader('Referrer-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  if (secure) response.setHeader('Strict-Transport-Security', HSTS);
}

/**
 * Styles may stand in the page: a mail's preview lives in a frame that inherits this policy, and mails carry their styles
 * in themselves. What styles could fetch is bound to this origin.
 */
function contentSecurityPolicy(nonce: string): string {
  const development = process.env.NODE_ENV !== 'production';
  return [
    "default-src 'self'",
    // React explains faults in development with `eval`.
    `script-src 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${development ? ' ws:' : ''}`,
    "frame-src 'self'",
    "worker-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ].join('; ');
}
