import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { setPageHeaders } from './page-headers';

function answer(secure: boolean) {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  setPageHeaders(request, response, secure);
  const policy = String(response.getHeader('content-security-policy'));
  return { request, response, policy, nonce: /'nonce-([^']+)'/.exec(policy)?.[1] };
}

describe('S-08: the headers of a page', () => {
  it('let only scripts run that carry the nonce of this very answer, which Next is told', () => {
    const one = answer(false);
    expect(one.nonce).toHaveLength(24);
    expect(one.request.headers['content-security-policy']).toBe(one.policy);
    expect(answer(false).nonce).not.toBe(one.nonce);
    expect(/script-src ([^;]+)/.exec(one.policy)?.[1]).not.toContain('unsafe-inline');
  });

  it('let nobody frame the page, send its forms elsewhere or change its base', () => {
    const { policy } = answer(false);
    for (const part of ["frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'", "object-src 'none'"]) {
      expect(policy).toContain(part);
    }
  });

  it('keep a browser from guessing types, telling other sites where people were, and sharing its window with them', () => {
    const { response } = answer(false);
    const names = [
      'x-content-type-options',
      'referrer-policy',
      'cross-origin-opener-policy',
      'cross-origin-resource-policy',
    ];
    expect(names.map((name) => response.getHeader(name))).toEqual([
      'nosniff',
      'same-origin',
      'same-origin',
      'same-origin',
    ]);
    expect(response.getHeader('x-frame-options')).toBe('DENY');
  });

  it('make a browser keep to https only where people come over https', () => {
    expect(answer(true).response.getHeader('strict-transport-security')).toContain('max-age=');
    expect(answer(false).response.hasHeader('strict-transport-security')).toBe(false);
  });
});
