import { describe, expect, test } from 'vitest';
import { parseSmtpUrl } from './smtp-url';

describe('SMTP_URL', () => {
  test('reads host, port and credentials, with escapes', () => {
    expect(parseSmtpUrl('smtp://me%40x.org:p%2Fw%3A@mail.example:2525')).toEqual({
      host: 'mail.example',
      port: 2525,
      secure: false,
      auth: { user: 'me@x.org', pass: 'p/w:' },
    });
  });

  test('knows the default ports of both schemes', () => {
    expect(parseSmtpUrl('smtp://mail.example')).toMatchObject({ port: 587, secure: false });
    expect(parseSmtpUrl('smtps://mail.example')).toMatchObject({ port: 465, secure: true });
  });

  test('reads an IPv6 address without its brackets', () => {
    expect(parseSmtpUrl('smtp://[::1]:25').host).toBe('::1');
  });

  test('takes the listed options, typed', () => {
    const url =
      'smtp://h:25?pool=true&maxConnections=3&requireTLS=true&tls.rejectUnauthorized=false&tls.minVersion=TLSv1.3&name=me';
    expect(parseSmtpUrl(url)).toEqual({
      host: 'h',
      port: 25,
      secure: false,
      maxConnections: 3,
      requireTLS: true,
      name: 'me',
      tls: { rejectUnauthorized: false, minVersion: 'TLSv1.3' },
    });
  });

  test.each([
    'disableFileAccess=false',
    'debug=true',
    'sendmail=true',
    'opportunisticTLS=true',
    'maxRequeues=99',
    'secure=true',
    '__proto__=1',
  ])('refuses the option %s', (option) => {
    expect(() => parseSmtpUrl(`smtp://h?${option}`)).toThrow(/unknown option/);
  });

  test.each(['http://h', 'mail.example:25', '', 'smtp://', 'smtp:///x'])('refuses %j as no SMTP URL', (text) => {
    expect(() => parseSmtpUrl(text)).toThrow(/must look like/);
  });

  test.each([
    ['maxConnections=0', /whole number above 0/],
    ['socketTimeout=1e3', /whole number/],
    ['requireTLS=yes', /true or false/],
    ['requireTLS=true&ignoreTLS=true', /contradict/],
    ['tls.minVersion=SSLv3', /TLSv1.2 or TLSv1.3/],
  ])('refuses %s and says why', (query, message) => {
    expect(() => parseSmtpUrl(`smtp://h?${query}`)).toThrow(message);
  });

  test('never shows the password', () => {
    for (const text of ['smtp://u:hunter2@h?x=1', 'smtp://u:hunter2%@h', 'http://u:hunter2@h']) {
      expect(() => parseSmtpUrl(text)).toThrow(/^(?!.*hunter2)/);
    }
  });
});
