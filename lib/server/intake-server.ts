import type { IncomingMessage, ServerResponse } from 'node:http';
import { authenticateRequest } from '@/lib/auth/authenticate-request';
import { toWireEvent } from '@/lib/events/to-wire';
import { URL_HEADER } from '@/lib/http/entry-headers';
import { toErrorAnswer } from '@/lib/http/error-answer';
import { type IntakeRequest, receiveApiEvent, receiveWebhook } from '@/lib/intake/http-intake';
import { bodyTooLarge, MAX_BODY_BYTES } from '@/lib/intake/parse-json';
import { serverContext } from './context';

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
  try {
    const body = await readBody(request);
    const { status, body: answer } = await handle({
      headers: { ...firstValues(request), [URL_HEADER]: request.url },
      body,
    });
    send(response, status, answer, {});
  } catch (error) {
    const { status, body, headers } = toErrorAnswer(error, serverContext().logger);
    // What is left of a body that was refused unread must not be taken for the next request.
    if (!request.complete) response.shouldKeepAlive = false;
    send(response, status, body, headers);
    request.resume();
  }
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string>): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    ...headers,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(text);
}

/** @throws ServiceError 22 with status 413 as soon as the body is known to be too large. */
async function readBody(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw bodyTooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw bodyTooLarge();
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

function firstValues(request: IncomingMessage): Record<string, string | undefined> {
  const entries = Object.entries(request.headers);
  return Object.fromEntries(entries.map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]));
}
