import { auditRoutes } from './audit';
import { authRoutes } from './auth';
import { backTestRoutes } from './back-test';
import { consoleRoutes } from './console';
import { credentialRoutes } from './credentials';
import { dispatcherRoutes } from './dispatchers';
import { eventRoutes } from './events';
import { expressionRoutes } from './expressions';
import { functionRoutes } from './functions';
import { localizationRoutes } from './localizations';
import { mailRoutes } from './mails';
import { operatorRoutes } from './operators';
import { overviewRoutes } from './overview';
import { peopleRoutes } from './people';
import type { RouteEntry } from './route-entry';
import { settingsRoutes } from './settings';
import { sourceRoutes } from './sources';
import { systemRoutes } from './system';
import { taskRoutes } from './tasks';
import { templateScreenRoutes } from './template-screens';
import { templateRoutes } from './templates';
import { userRoutes } from './users';

/**
 * Every operation that this server answers: who may call it, what it takes and what it answers. The door, the build
 * check, `/openapi.json` and the tests of permissions read it; what is not here is not served.
 */
export const ROUTES = {
  ...dispatcherRoutes,
  ...eventRoutes,
  ...templateRoutes,
  ...taskRoutes,
  ...authRoutes,
  ...auditRoutes,
  ...consoleRoutes,
  ...backTestRoutes,
  ...expressionRoutes,
  ...overviewRoutes,
  ...operatorRoutes,
  ...templateScreenRoutes,
  ...functionRoutes,
  ...sourceRoutes,
  ...localizationRoutes,
  ...mailRoutes,
  ...userRoutes,
  ...peopleRoutes,
  ...settingsRoutes,
  ...credentialRoutes,
  ...systemRoutes,
} as const;

export type RouteKey = keyof typeof ROUTES;

export function routeEntry(key: RouteKey): RouteEntry {
  return ROUTES[key];
}

/** All of them, with their keys taken apart. */
export function listRoutes(): { key: RouteKey; method: string; path: string; entry: RouteEntry }[] {
  return (Object.keys(ROUTES) as RouteKey[]).map((key) => {
    const [method = '', path = ''] = key.split(' ');
    return { key, method, path, entry: routeEntry(key) };
  });
}
