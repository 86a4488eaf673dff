import type { z } from 'zod';
import type { EventSample } from '@/db/event-samples';
import { findEvent } from '@/db/events';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import type { EventScope } from '@/lib/dispatch/schema';
import { actionScope } from '@/lib/dispatch/scopes';
import { resourceUnknown } from '@/lib/errors/service-error';
import type { RenderEnv } from '@/lib/expressions/env';
import { evaluateExpression } from '@/lib/expressions/evaluate';
import { markSource } from '@/lib/expressions/mark-source';
import { toExample } from '@/lib/expressions/observe-paths';
import { type CheckedSource, CheckInput, type CheckResult } from '@/lib/expressions/schema';
import { newObjectId } from '@/lib/format/id';
import { parseInput } from '@/lib/http/parse-input';
import { serverContext } from '@/lib/server/context';
import { actionSamples, templateSamples } from './expression-samples';
import { sampleEvents } from './observed-paths';

/** No request may hold the event loop for longer; what was not looked at by then is taken as right. */
const MAX_MS = 150;
const MAX_EXAMPLE_CHARS = 200;

/**
 * What there is to say about sources while they are written: mistakes, paths that no event or not every event has, and what
 * each gives for an example event. Nothing is stored.
 * @throws ServiceError 10, 14, 15, 16 (the example event).
 */
export async function checkSources(principal: Principal, body: unknown, now: number): Promise<CheckResult> {
  requirePermission(principal, 'VIEW_EVENTS');
  const input = parseInput(CheckInput, body);
  const env: RenderEnv = { language: 'EN', timeZone: 'UTC', now, localize: serverContext().cache.localize };
  const events = input.eventType === undefined ? [] : sampleEvents(input.eventType);
  const example = input.scope === 'action' ? await exampleEvent(input, events, now) : undefined;
  const samples =
    input.scope === 'action'
      ? actionSamples(events, { type: input.eventType ?? '', now })
      : templateSamples(events, input.inputs);
  const context = { ...samples, env, deadline: performance.now() + MAX_MS };
  return {
    events: events.length,
    results: input.sources.map((source) => ({
      marks: markSource(source, context),
      ...(example && exampleOf(source, example, env)),
    })),
  };
}

async function exampleEvent(
  { event, eventType = '' }: z.output<typeof CheckInput>,
  [newest]: readonly EventSample[],
  now: number,
): Promise<EventScope | undefined> {
  if (!event) return newest;
  if ('content' in event)
    return { id: newObjectId(now), type: eventType, content: event.content, creationTimestamp: now };
  const stored = await findEvent(event.id);
  if (!stored) throw resourceUnknown('event', event.id);
  return stored;
}

function exampleOf(source: string, event: EventScope, env: RenderEnv): Pick<CheckedSource, 'example'> {
  if (!source.includes('{{')) return {};
  const result = evaluateExpression(source, actionScope(event), env);
  return result.ok ? { example: toExample(result.value, MAX_EXAMPLE_CHARS) } : {};
}
