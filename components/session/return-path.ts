/** Where to go after signing in: a path of this origin, never another site's. Anything doubtful becomes `/`. */
export function safeReturnPath(value: string | null | undefined): string {
  if (!value || !/^\/(?![/\\])/.test(value)) return '/';
  // A browser drops tabs and line ends in a URL, so `/\t/evil.org` would leave this origin.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this refuses
  if (/[\u0000-\u001f\\]/.test(value)) return '/';
  return value.startsWith('/sign-in') ? '/' : value;
}

/** The address of the sign-in page that leads back to `path`. */
export function signInPath(path: string): string {
  const next = safeReturnPath(path);
  return next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`;
}
