import { setImmediate as nextTurn } from 'node:timers/promises';
import { findEvent } from '@/db/events';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import type { Problem } from '@/lib/dispatch/schema';
import { resourceUnknown } from '@/lib/errors/service-error';
import { checkExpression } from '@/lib/expressions/check';
import type { RenderEnv } from '@/lib/expressions/env';
import { inField } from '@/lib/expressions/evaluate';
import type { JsonObject } from '@/lib/format/json';
import { parseInput } from '@/lib/http/parse-input';
import { serverContext } from '@/lib/server/context';
import { checkInputs } from './check-inputs';
import { keyState } from './key-states';
import { findKeys } from './keys';
import { renderOutputs } from './render';
import { type TemplatePreview, TemplatePreviewInput } from './schema';
import { htmlToText } from './text';
import { isMailTemplate, MAIL_TEXT_OUTPUTS, toTemplateValues } from './values';

/**
 * Renders a draft with the live engine and its limits, output by output, so that a mistake in one does not hide the others.
 * Nothing is stored.
 * @throws ServiceError 10, 14, 15, 16 (event).
 */
export async function previewTemplate(principal: Principal, body: unknown, now: number): Promise<TemplatePreview> {
  requirePermission(principal, 'VIEW_TEMPLATES');
  requirePermission(principal, 'VIEW_EVENTS');
  const { template, values: wanted, language, timeZone } = parseInput(TemplatePreviewInput, body);
  const values = await readDraftValues(wanted);
  const { localize } = serverContext().cache;
  const rendered = await renderEach(template.outputs, values, { language, timeZone, now, localize });
  const problems = [...inField(checkInputs(template.inputs, values), 'template.inputs'), ...rendered.problems];
  return {
    outputs: rendered.outputs,
    ...makeText(template.outputs, rendered.outputs, problems),
    problems,
    keys: findKeys(template.outputs).map((use) => ({ key: use.key, state: keyState(use, language, localize) })),
  };
}

/** What a draft is filled with. @throws ServiceError 16 when there is no such event. */
export async function readDraftValues(wanted: { eventId: string } | { inputs: object }): Promise<JsonObject> {
  if ('inputs' in wanted) return wanted.inputs as JsonObject;
  const event = await findEvent(wanted.eventId);
  if (!event) throw resourceUnknown('event', wanted.eventId);
  return toTemplateValues(event);
}

/** Each output has a budget of its own, as in the live engine; between two of them others get their turn. */
async function renderEach(sources: Readonly<Record<string, string>>, values: JsonObject, env: RenderEnv) {
  const textOutputs = isMailTemplate(sources) ? MAIL_TEXT_OUTPUTS : [];
  const outputs: [string, string][] = [];
  const problems: Problem[] = [];
  for (const [name, source] of Object.entries(sources)) {
    // What is wrong whatever the values comes first: rendering would find only the mistakes on its way.
    const mistakes = inField(checkExpression(source), `template.${name}`);
    problems.push(...mistakes);
    if (mistakes.length === 0) {
      const rendered = renderOutputs({ outputs: { [name]: source } }, values, env, textOutputs);
      if (rendered.ok) outputs.push([name, rendered.outputs[name] ?? '']);
      else problems.push(...rendered.problems);
    }
    await nextTurn();
  }
  return { outputs: Object.fromEntries(outputs), problems };
}

/** The text part that a mail without one gets. */
function makeText(
  sources: Readonly<Record<string, string>>,
  { body }: Record<string, string>,
  problems: Problem[],
): { madeText?: string } {
  if (!isMailTemplate(sources) || sources.text !== undefined || body === undefined) return {};
  const madeText = htmlToText(body);
  if (madeText !== undefined) return { madeText };
  const message = 'nests elements too deeply to make text of it';
  problems.push({ code: 'budget', message, field: 'template.body' });
  return {};
}
