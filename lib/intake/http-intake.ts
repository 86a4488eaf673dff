import type { StoreResult } from '@/db/events';
import { authenticateBearer, bearerToken } from '@/lib/auth/authenticate';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { fieldFormat, resourceUnknown, ServiceError } from '@/lib/errors/service-error';
import { EventInput } from '@/lib/events/schema';
import { MAX_KEY_LENGTH } from '@/lib/http/idempotency-key';
import { parseInput } from '@/lib/http/parse-input';
import { requireTurn } from '@/lib/http/rate-limits';
import type { SourceInForce } from '@/lib/server/configuration-cache';
import { serverContext } from '@/lib/server/context';
import { contentMode, type IncomingEvent, readCloudEvents } from './cloud-events';
import { parseJsonBody } from './parse-json';
import { receiveEvents } from './receive-events';
import { verifySignature } from './verify-signature';

/** A request as both entries see it: the Node server in front, and Next's route. Header names are in lower case. */
export interface IntakeRequest {
  headers: Readonly<Record<string, string | undefined>>;
  body: Buffer;
}

export interface IntakeAnswer {
  status: number;
  body: unknown;
}

/** What the sender is told of one event: `{id, runs}`, with `duplicate: true` when it was there already. */
interface Receipt {
  id: string;
  runs: number;
  duplicate?: true;
  error?: Record<string, unknown>;
}

/**
 * `POST /webhooks/{source}`: our own `{type, content?, id?}`, or CloudEvents 1.0 in any of its three modes.
 * @throws ServiceError in the contract's form for everything that is refused.
 */
export async function receiveWebhook(sourceName: string, request: IntakeRequest, now: number): Promise<IntakeAnswer> {
  const source = await serverContext().cache.source(sourceName);
  const sender = await authenticateSender(source, request, now);
  if (!source) throw resourceUnknown('source', sourceName);
  assertPlainEncoding(request);
  const mode = contentMode(request.headers);
  const events = mode === 'plain' ? [readPlain(request)] : readCloudEvents(mode, request.headers, request.body);
  takeTurns(sender, events.length, now);
  const results = await receiveEvents(events, { source: source.name }, now);
  return answer(results, mode === 'batched');
}

/** `POST /events/v1`: the same act for a caller that is known already. */
export async function receiveApiEvent(principal: Principal, request: IntakeRequest, now: number) {
  requirePermission(principal, 'CREATE_EVENTS');
  assertPlainEncoding(request);
  const event = readPlain(request);
  takeTurns(principal.userId ?? principal.tokenId ?? 'nobody', 1, now);
  const [result] = await receiveEvents([event], { source: 'events' }, now);
  if (!result) throw new Error('no result for the event');
  if (result.status === 'conflict') throw conflict(result.id);
  return { event, result };
}

/** @returns whose allowance of events this counts against. */
async function authenticateSender(
  source: SourceInForce | undefined,
  request: IntakeRequest,
  now: number,
): Promise<string> {
  const { headers, body } = request;
  const signature = headers['webhook-signature'];
  if (signature !== undefined) {
    if (!source) throw new ServiceError(104, 'The webhook signature is not accepted: no matching signature found');
    const id = headers['webhook-id'] ?? '';
    const timestamp = headers['webhook-timestamp'] ?? '';
    verifySignature(body, { id, timestamp, signature }, secretsOf(source, now));
    return source.name;
  }
  const token = bearerToken(headers.authorization);
  if (token === undefined) {
    throw new ServiceError(104, 'Sign the request (Standard Webhooks) or send Authorization: Bearer with an API token');
  }
  const principal = await authenticateBearer(token, now);
  requirePermission(principal, 'CREATE_EVENTS');
  return principal.userId ?? principal.tokenId ?? source?.name ?? 'nobody';
}

/** @throws ServiceError 27 (status 429) that says when to send again. */
function takeTurns(sender: string, count: number, now: number): void {
  const { limits, config } = serverContext();
  requireTurn(limits, 'events', sender, config.eventsPerMinute, now, count);
}

/** What a sender may sign with: the source's secret, and the one before it while that is still accepted. */
function secretsOf({ secret, previous }: SourceInForce, now: number): string[] {
  return previous && now < previous.until ? [secret, previous.secret] : [secret];
}

function assertPlainEncoding(request: IntakeRequest): void {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw new ServiceError(22, `Content-Encoding ${encoding} is not supported: send the body as it is`, {
      status: 415,
    });
  }
}

/** The event's own key, in this order: `webhook-id` of a signed request, `Idempotency-Key`, `id` in the body. */
function readPlain(request: IntakeRequest): IncomingEvent {
  const { type, content, id } = parseInput(EventInput, parseJsonBody(request.body));
  const { headers } = request;
  const given = (headers['webhook-signature'] && headers['webhook-id']) || headers['idempotency-key'] || id;
  if (given !== undefined && given.length > MAX_KEY_LENGTH) {
    throw fieldFormat([{ path: 'id', message: `must be at most ${MAX_KEY_LENGTH} characters` }]);
  }
  return { type, content, key: given === undefined ? undefined : `id:${given}` };
}

function answer(results: readonly StoreResult[], batched: boolean): IntakeAnswer {
  const receipts = results.map(toReceipt);
  const stored = results.some((result) => result.status === 'stored');
  if (batched) return { status: stored ? 202 : 200, body: receipts };
  const [result] = results;
  if (result?.status === 'conflict') throw conflict(result.id);
  return { status: stored ? 202 : 200, body: receipts[0] };
}

function toReceipt(result: StoreResult): Receipt {
  const { id, runs } = result;
  if (result.status === 'conflict') return { id, runs, error: conflict(id).toBody() };
  return result.status === 'duplicate' ? { id, runs, duplicate: true } : { id, runs };
}

function conflict(id: string): ServiceError {
  return new ServiceError(26, `Another event was sent with this id before: ${id}. Nothing was stored`, { status: 422 });
}
