/**
 * The console's pages: open shells, whose data comes from the API and is checked there. A page that is not named here
 * is not served, and stops the build.
 */
export const PAGES = [
  '/',
  '/dispatchers',
  '/dispatchers/new',
  '/dispatchers/{id}',
  '/events',
  '/events/{id}',
  '/functions',
  '/functions/new',
  '/functions/{name}',
  '/localizations',
  '/reference',
  '/settings',
  '/settings/account',
  '/runs',
  '/runs/{id}',
  '/settings/applications',
  '/settings/roles',
  '/settings/tokens',
  '/settings/users',
  '/set-password',
  '/set-up',
  '/sign-in',
  '/sources',
  '/templates',
  '/templates/new',
  '/templates/{id}',
] as const satisfies readonly `/${string}`[];
