/**
 * `__Host-` makes the browser insist on HTTPS and on this very host; without HTTPS (a first try on a local network) browsers
 * would drop such a cookie, so it goes without.
 */
export function cookieName(name: string, secure: boolean): string {
  return secure ? `__Host-${name}` : name;
}

/** A Set-Cookie value that no script reads and no other site sends along; without a `value` it removes the cookie. */
export function setCookie(name: string, value: string | undefined, maxAgeMs: number, secure: boolean): string {
  const parts = [`${name}=${value ?? ''}`, 'Path=/', 'HttpOnly', 'SameSite=Lax'];
  parts.push(`Max-Age=${value === undefined ? 0 : maxAgeMs / 1_000}`);
  if (secure) parts.push('Secure');
  return parts.join('; ');
}

/** The value of a cookie out of a Cookie header. */
export function readCookie(header: string | null | undefined, name: string): string | undefined {
  const pair = header?.split(/;\s*/).find((part) => part.startsWith(`${name}=`));
  return pair?.slice(name.length + 1) || undefined;
}
