import { describe, expect, test } from 'vitest';
import { matchPath } from './match';

describe('matchPath', () => {
  test.each([
    ['/dispatchers/v1', ['GET', 'POST']],
    ['/dispatchers/v1/', ['GET', 'POST']],
    ['/dispatchers/v1/5f2b6c1e9d8a4f0012ab34cd', ['PUT', 'DELETE']],
    ['/dispatchers/v1/health', ['GET']],
    ['/tasks/v1/functions/a%2Fb', ['GET', 'PUT', 'DELETE']],
    ['/webhooks/default', ['POST']],
  ])('%s has the methods %j', (path, methods) => {
    expect(matchPath(path)).toEqual({ kind: 'route', methods });
  });

  test.each([
    '/',
    '/dispatchers',
    '/dispatchers/new',
    '/events/5f2b6c1e9d8a4f0012ab34cd',
    '/functions/erase-user_data2',
    '/sign-in',
  ])('%s is a page', (path) => {
    expect(matchPath(path)).toEqual({ kind: 'page' });
  });

  test.each([
    '/Dispatchers/v1',
    '/dispatchers/v2',
    '//dispatchers/v1',
    '/dispatchers//v1',
    '/dispatchers/v1//',
    '/dispatchers%2fv1',
    '/dispatchers/v1/a/b/c',
    '/templates/v1',
    '/webhooks',
    '/api/v1',
    '/__proto__/v1',
    '/events/v1.json',
    '/events/7',
    '/functions/a.js',
    '/functions/a%2Fb',
  ])('%s leads nowhere', (path) => {
    expect(matchPath(path)).toBeUndefined();
  });
});
