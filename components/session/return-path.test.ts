import { expect, test } from 'vitest';
import { safeReturnPath, signInPath } from '@/components/session/return-path';

test('a path of this origin is kept with its query', () => {
  expect(safeReturnPath('/events?type=a%20b')).toBe('/events?type=a%20b');
});

test.each([
  'https://evil.org',
  '//evil.org',
  '/\\evil.org',
  '/\t/evil.org',
  '/\n/evil.org',
  'javascript:alert(1)',
  '',
  null,
])('%j never leads away from this origin', (value) => {
  expect(safeReturnPath(value)).toBe('/');
});

test('signing in never leads back to signing in', () => {
  expect(safeReturnPath('/sign-in?next=/sign-in')).toBe('/');
});

test('the sign-in address carries the page that was wanted', () => {
  expect(signInPath('/events?type=a&outcome=matched')).toBe('/sign-in?next=%2Fevents%3Ftype%3Da%26outcome%3Dmatched');
  expect(signInPath('/')).toBe('/sign-in');
});
