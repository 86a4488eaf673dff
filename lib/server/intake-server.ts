import type { IncomingMessage, ServerResponse } from 'node:http';
import { atOnceInAuditContext } from '@/db/audit-context';
import { newAuditContext } from '@/lib/audit/context';
import { recordDenied } from '@/lib/audit/denied';
import { authenticateRequest } from '@/lib/auth/authenticate-request';
import { PermissionDenied } from '@/lib/auth/principal';
import { ServiceError } from '@/lib/errors/service-error';
import { toWireEvent } from '@/lib/events/to-wire';
import { URL_HEADER } from '@/lib/http/entry-headers';
import { type IntakeRequest, receiveApiEvent, receiveWebhook } from '@/lib/intake/http-intake';
import { MAX_BODY_BYTES } from '@/lib/intake/parse-json';
import { engineContext } from './context';
import { senderOf } from './name-sender';
import { readBody } from './read-body';
import { requestIdOf } from './request-id';
import { sendError, sendJson } from './send-json';

const WEBHOOK_PATH = /^\/webhooks\/([^/?]+)\/?(?:\?|$)/;
const EVENTS_PATH = /^\/events\/v1\/?(?:\?|$)/;

/**
 * Answers the intake paths before Next sees them: about ten times as many per second, and with the raw bytes that
 * signatures are made over. Their Next routes call the same functions.
 * @returns false when the request is not for intake.
 */
export function handleIntake(request: IncomingMessage, response: ServerResponse): boolean {
  if (request.method !== 'POST') return false;
  const url = request.url ?? '';
  const source = WEBHOOK_PATH.exec(url)?.[1];
  if (source !== undefined) void answer(request, response, (intake) => receiveWebhook(source, intake, Date.now()));
  else if (EVENTS_PATH.test(url)) void answer(request, response, createEvent);
  return source !== undefined || EVENTS_PATH.test(url);
}

async function createEvent(intake: IntakeRequest) {
  const now = Date.now();
  const { event, result } = await receiveApiEvent(await authenticateRequest(intake.headers, 'POST', now), intake, now);
  return { status: 200, body: toWireEvent({ ...event, ...result }) };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  handle: (intake: IntakeRequest) => Promise<{ status: number; body: unknown }>,
): Promise<void> {
  const startedAt = performance.now();
  const { metrics } = engineContext();
  response.once('finish', () => {
    metrics.observeIntake(response.statusCode, (performance.now() - startedAt) / 1_000);
  });
  try {
    assertRoom();
    const body = await readBody(request, MAX_BODY_BYTES);
    const { status, body: answer } = await handle({
      headers: { ...firstValues(request), [URL_HEADER]: request.url },
      body,
    });
    sendJson(response, status, answer);
  } catch (error) {
    if (error instanceof PermissionDenied) await tellOfDenial(request, error);
    sendError(request, response, error);
  }
}

/** Told before the body is read: what the outcomes of work under way need is kept free. @throws ServiceError 1, with 503. */
function assertRoom(): void {
  if (!engineContext().disk.isLow) return;
  const headers = { 'retry-after': '5' };
  throw new ServiceError(1, 'The disk is almost full: no new events are taken', { status: 503, headers });
}

function tellOfDenial(request: IncomingMessage, error: PermissionDenied): Promise<void> {
  const operation = WEBHOOK_PATH.test(request.url ?? '') ? 'POST /webhooks/{source}' : 'POST /events/v1';
  const context = newAuditContext({
    operation,
    params: {},
    address: senderOf(request),
    automatic: false,
    requestId: requestIdOf(request),
  });
  return atOnceInAuditContext(context, () => recordDenied(error));
}

function firstValues(request: IncomingMessage): Record<string, string | undefined> {
  const entries = Object.entries(request.headers);
  return Object.fromEntries(entries.map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]));
}
