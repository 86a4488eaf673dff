import type { MailAttachment } from '@/db/mail-attachments';
import { findMails, insertMail, newTrackingHash } from '@/db/mails';
import { makeOnce, recallRequest } from '@/db/request-keys';
import { findTemplate } from '@/db/templates';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { type FieldError, fieldFormat, resourceUnknown, ServiceError } from '@/lib/errors/service-error';
import type { JsonObject } from '@/lib/format/json';
import { type Created, createdBy, keyedRequest } from '@/lib/http/idempotency-key';
import { parseInput } from '@/lib/http/parse-input';
import { serverContext } from '@/lib/server/context';
import { renderOrRefuse } from '@/lib/templates/resolve';
import { htmlToText } from '@/lib/templates/text';
import { MAIL_TEXT_OUTPUTS } from '@/lib/templates/values';
import { formatRecipient, parseRecipient, type Recipient } from './address';
import type { Mail, MailRecipients } from './schema';
import { type CommonMailInput, MAIL_MAX_BYTES, PlainMailInput, TemplateMailInput } from './send-schema';

/** Mails that were asked for directly wait their turn together. */
const LANE = 'mail/v1';

type Rendered = Pick<Mail, 'subject' | 'html' | 'text' | 'trackingHash'> &
  Partial<Pick<Mail, 'templateId' | 'templateName' | 'language' | 'timeZone' | 'content'>>;

/**
 * Sends a mail, plain or from a template: it is stored when the promise resolves, and sent from there.
 * @param key the same one with the same body again answers the first mail.
 * @throws ServiceError 10, 14, 15, 16 (template), 26 (no mail template; the key was used for another), 1002 to 1005.
 */
export async function sendMail(principal: Principal, body: unknown, now: number, key?: string): Promise<Created<Mail>> {
  requirePermission(principal, 'SEND_MAILS');
  const request = keyedRequest('POST /mail/v1', principal, { key, body, now });
  // Asked first: its template may have become another since.
  const made = (request && recallRequest(request)) ?? (await makeOnce(request, prepareMail(principal, body, now)));
  const [found] = await findMails([made.id]);
  const mail = createdBy(made, found);
  if (!mail.duplicate) serverContext().wake();
  return mail;
}

/** @returns what stores the mail that the body asks for. */
function prepareMail(principal: Principal, body: unknown, now: number): () => string {
  const { common, rendered } = namesTemplate(body) ? renderTemplate(body, now) : readPlain(body);
  const attachments = readAttachments(common, rendered);
  const addresses = checkAddresses(common, serverContext().mailInForce().from);
  return () => insertMail({ ...rendered, ...addresses, attachments, creatorId: principal.userId, lane: LANE, now });
}

function namesTemplate(body: unknown): boolean {
  return typeof body === 'object' && body !== null && ('template_id' in body || 'template_name' in body);
}

function readPlain(body: unknown): { common: CommonMailInput; rendered: Rendered } {
  const { subject, body: html, ...common } = parseInput(PlainMailInput, body);
  return { common, rendered: { subject, html, text: toText(html), trackingHash: newTrackingHash() } };
}

function renderTemplate(body: unknown, now: number): { common: CommonMailInput; rendered: Rendered } {
  const { template_id, template_name, content, language, time_zone, ...common } = parseInput(TemplateMailInput, body);
  const wanted = template_id ?? template_name ?? '';
  const template = findTemplate(wanted);
  if (!template) throw resourceUnknown('template', wanted);
  const { subject, body: html } = template.outputs;
  if (subject === undefined || html === undefined) {
    throw new ServiceError(
      26,
      `The template '${template.name}' is not for mail: it needs the outputs subject and body`,
    );
  }
  const trackingHash = newTrackingHash();
  const inputs = { ...(content as JsonObject), tracking_hash: trackingHash };
  const outputs = renderOrRefuse(template, inputs, {
    language,
    timeZone: time_zone,
    now,
    textOutputs: MAIL_TEXT_OUTPUTS,
  });
  return {
    common,
    rendered: {
      subject: outputs.subject ?? '',
      html: outputs.body ?? '',
      text: outputs.text ?? toText(outputs.body ?? ''),
      trackingHash,
      templateId: template.id,
      templateName: template.name,
      language,
      timeZone: time_zone,
      content: content as JsonObject,
    },
  };
}

function toText(html: string): string {
  const text = htmlToText(html);
  if (text === undefined) throw fieldFormat([{ path: 'body', message: 'nests elements too deeply' }]);
  return text;
}

/** An address is the same whatever name it comes with. */
const keyOf = ({ wireAddress }: Recipient) => wireAddress.toLowerCase();

/** Every address in the form that is sent; one that stands twice is kept once. @throws ServiceError 15 naming each. */
function checkAddresses({ recipients, from, reply_to }: CommonMailInput, defaultFrom: string) {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  const read = (text: string, path: string): Recipient[] => {
    const parsed = parseRecipient(text);
    if (parsed.ok) return [parsed.recipient];
    errors.push({ path, message: parsed.message });
    return [];
  };
  const list = (kind: keyof MailRecipients): string[] =>
    (recipients[kind] ?? []).flatMap((text, index) => {
      const isNew = read(text, `recipients.${kind}[${index}]`).filter((one) => !seen.has(keyOf(one)));
      for (const one of isNew) seen.add(keyOf(one));
      return isNew.map(formatRecipient);
    });
  const replyTo = reply_to === undefined ? undefined : [reply_to].flat();
  const checked = {
    recipients: { to: list('to'), cc: list('cc'), bcc: list('bcc') },
    from: read(from ?? defaultFrom, 'from').map(formatRecipient)[0] ?? '',
    replyTo: replyTo?.flatMap((text, index) => read(text, `reply_to[${index}]`)).map(formatRecipient),
  };
  if (errors.length > 0) throw fieldFormat(errors);
  return checked;
}

function readAttachments({ attachments = [] }: CommonMailInput, rendered: Rendered): MailAttachment[] {
  const files = attachments.map(({ name, type, content }) => ({ name, type, content: Buffer.from(content, 'base64') }));
  const sizes = files.reduce((sum, file) => sum + file.content.length, 0);
  if (sizes + Buffer.byteLength(rendered.html) + Buffer.byteLength(rendered.text) > MAIL_MAX_BYTES) {
    throw fieldFormat([{ path: 'attachments', message: 'a mail may have 10 MB at most' }]);
  }
  return files;
}
