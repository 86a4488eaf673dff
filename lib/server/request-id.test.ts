import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type pino from 'pino';
import { describe, expect, it } from 'vitest';
import { inAuditContext, outsideRequest } from '@/db/audit-context';
import { newAuditContext } from '@/lib/audit/context';
import { createLogger } from './logger';
import { nameRequest, requestIdOf } from './request-id';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function named(given?: string) {
  const request = new IncomingMessage(new Socket());
  if (given !== undefined) request.headers['x-request-id'] = given;
  const response = new ServerResponse(request);
  nameRequest(request, response);
  expect(response.getHeader('x-request-id')).toBe(requestIdOf(request));
  return requestIdOf(request);
}

describe('the id of a request', () => {
  it.each(['a', '7f3c-11', 'Root=1-67891233-abcdef012345678912345678', `${'x'.repeat(128)}`])(
    'is its sender’s when that is sane: %s',
    (id) => {
      expect(named(id)).toBe(id);
    },
  );

  it.each([undefined, '', ' a', 'a b', 'a\nlevel=error', '-a', '"a"', 'ä', `${'x'.repeat(129)}`])(
    'is made when there is none or it is not: %j',
    (id) => {
      expect(named(id)).toMatch(UUID);
    },
  );

  it('stands in every line that the log gets during the request, and in no other', () => {
    const lines: { msg: string; requestId?: string }[] = [];
    const logger = createLogger('info', {
      write: (line: string) => lines.push(JSON.parse(line)),
    } as pino.DestinationStream);
    const request = { operation: 'GET /a', params: {}, address: undefined, automatic: false, requestId: 'r-1' };
    inAuditContext(newAuditContext(request), () => {
      logger.info('during');
      outsideRequest(() => logger.info('work that it set going'));
    });
    logger.info('after');
    expect(lines.map(({ msg, requestId }) => [msg, requestId])).toEqual([
      ['during', 'r-1'],
      ['work that it set going', undefined],
      ['after', undefined],
    ]);
  });
});
