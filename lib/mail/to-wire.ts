import { isJsonObject, type JsonObject, type JsonValue } from '@/lib/format/json';
import type { Mail } from './schema';

/** The mail as `mail/v1` shows it: snake_case, epoch milliseconds, absent fields left out. */
export function toWireMail(mail: Mail): JsonObject {
  return present({
    id: mail.id,
    creator_id: mail.creatorId,
    status: mail.status,
    subject: mail.subject,
    recipients: mail.recipients,
    template_id: mail.templateId,
    template_name: mail.templateName,
    from: mail.from,
    reply_to: mail.replyTo,
    language: mail.language,
    time_zone: mail.timeZone,
    content: mail.content,
    views: mail.views,
    creation_timestamp: mail.creationTimestamp,
    update_timestamp: mail.updateTimestamp,
  });
}

/** A mail that is not sent yet, as `GET /mail/v1/queued` shows it. */
export function toWireQueuedMail(mail: Mail): JsonObject {
  const { to, cc, bcc } = mail.recipients;
  return present({
    id: mail.id,
    status: mail.status,
    from: mail.from,
    to,
    cc,
    bcc,
    reply_to: mail.replyTo?.join(', '),
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    template_data:
      mail.templateId === undefined
        ? undefined
        : present({
            template_id: mail.templateId,
            template_name: mail.templateName,
            language: mail.language,
            time_zone: mail.timeZone,
            content: mail.content,
          }),
    creation_timestamp: mail.creationTimestamp,
    update_timestamp: mail.updateTimestamp,
  });
}

function present(fields: Record<string, JsonValue | undefined>): JsonObject {
  const object = Object.fromEntries(Object.entries(fields).filter((entry) => entry[1] !== undefined));
  if (!isJsonObject(object)) throw new Error('not an object');
  return object;
}
