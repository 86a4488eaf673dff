import { MAX_RECIPIENTS, MailAction } from '@/lib/dispatchers/schema';
import type { RenderEnv } from '@/lib/expressions/env';
import { kindOf } from '@/lib/expressions/text';
import type { JsonValue } from '@/lib/format/json';
import { isLanguageCode, isTimeZone } from '@/lib/format/locale';
import { formatRecipient, parseRecipient } from '@/lib/mail/address';
import { renderOutputs } from '@/lib/templates/render';
import type { Template } from '@/lib/templates/schema';
import { MAIL_TEXT_OUTPUTS, toTemplateValues } from '@/lib/templates/values';
import type { PlanContext } from './plan-context';
import { readStored } from './plan-stored';
import type { PlannedMail } from './schema';

type RecipientField = keyof PlannedMail['recipients'];
const RECIPIENT_FIELDS: readonly RecipientField[] = ['to', 'cc', 'bcc'];

/** Plans a mail: recipients, then the outputs of its template for the event. */
export function planMail(stored: unknown, context: PlanContext): PlannedMail | undefined {
  const action = readStored(MailAction, stored, context);
  if (!action) return undefined;
  const recipients = planRecipients(action.recipients, context);
  const template = findTemplate(action, context);
  const env = planLocale(action, context);
  const rendered = template && env && renderMail(template, context, env);
  if (!template || !env || !rendered) return undefined;
  const { language, timeZone } = env;
  return {
    type: 'mail',
    recipients,
    templateId: template.id,
    templateName: template.name,
    ...rendered,
    language,
    timeZone,
  };
}

/** One address stands once in a mail: in the first of to, cc and bcc that has it. */
function planRecipients(fields: MailAction['recipients'], context: PlanContext): PlannedMail['recipients'] {
  const recipients: PlannedMail['recipients'] = { to: [], cc: [], bcc: [] };
  const seen = new Set<string>();
  const before = context.problems.length;
  for (const field of RECIPIENT_FIELDS) {
    for (const { value, label } of context.spread(fields[field] ?? [], `recipients.${field}`)) {
      const parsed = typeof value === 'string' ? parseRecipient(value) : undefined;
      if (!parsed?.ok) {
        context.problem(label, recipientMessage(value, parsed?.message));
        continue;
      }
      const key = parsed.recipient.wireAddress.toLowerCase();
      if (!seen.has(key)) recipients[field].push(formatRecipient(parsed.recipient));
      seen.add(key);
      if (seen.size > MAX_RECIPIENTS) {
        context.problem(`recipients.${field}`, `gives more than ${MAX_RECIPIENTS} recipients in all`);
        return recipients;
      }
    }
  }
  if (seen.size === 0 && context.problems.length === before) context.problem('recipients.to', 'gives no recipient');
  return recipients;
}

function recipientMessage(value: JsonValue, reason: string | undefined): string {
  if (typeof value !== 'string') return `must give an e-mail address and gives ${kindOf(value)}`;
  return `${JSON.stringify(value.slice(0, 100))} ${reason ?? 'is not an e-mail address'}`;
}

function findTemplate(action: MailAction, context: PlanContext): Template | undefined {
  const { templateId, templateName } = action;
  if (templateId !== undefined) {
    return (
      context.input.findTemplate({ id: templateId }) ??
      context.problem('templateId', `There is no template ${templateId}`, 'unknown_template')
    );
  }
  const name = context.evaluate(templateName ?? '', 'templateName');
  if (name === undefined) return undefined;
  if (typeof name !== 'string' || name === '') {
    return context.problem('templateName', `must give a name and gives ${name === '' ? 'nothing' : kindOf(name)}`);
  }
  return (
    context.input.findTemplate({ name }) ??
    context.problem('templateName', `There is no template '${name.slice(0, 128)}'`, 'unknown_template')
  );
}

/** The language and the time zone that the template is rendered in; undefined, with the problems noted, for bad ones. */
function planLocale(action: MailAction, context: PlanContext): RenderEnv | undefined {
  const { env } = context;
  const language = action.language === undefined ? env.language : context.evaluate(action.language, 'language');
  const timeZone = action.timeZone === undefined ? env.timeZone : context.evaluate(action.timeZone, 'timeZone');
  if (language === undefined || timeZone === undefined) return undefined;
  if (!isLanguageCode(language))
    return context.problem('language', `${JSON.stringify(language)} is not a language code`);
  if (!isTimeZone(timeZone)) return context.problem('timeZone', `${JSON.stringify(timeZone)} is not an IANA time zone`);
  return { ...env, language, timeZone };
}

function renderMail(
  template: Template,
  context: PlanContext,
  env: RenderEnv,
): Pick<PlannedMail, 'subject' | 'html' | 'text'> | undefined {
  const values = toTemplateValues(context.input.event);
  const { subject, body, text } = template.outputs;
  if (subject === undefined || body === undefined) {
    const missing = subject === undefined ? 'subject' : 'body';
    return context.problem(`template.${missing}`, `The template '${template.name}' has no output '${missing}'`);
  }
  const used = { subject, body, ...(text === undefined ? {} : { text }) };
  const rendered = renderOutputs({ outputs: used, inputs: template.inputs }, values, env, MAIL_TEXT_OUTPUTS);
  if (!rendered.ok) {
    context.problems.push(...rendered.problems);
    return undefined;
  }
  const html = rendered.outputs.body ?? '';
  const plain = rendered.outputs.text ?? context.input.toText(html);
  if (plain === undefined)
    return context.problem('template.body', 'nests elements too deeply to make text of it', 'budget');
  return { subject: rendered.outputs.subject ?? '', html, text: plain };
}
