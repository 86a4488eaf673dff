import type { SendMailOptions } from 'nodemailer';
import { parseRecipient } from './address';
import type { OutgoingMail } from './outgoing';
import { hasLineBreaking, toWireAddress } from './wire-address';

/** What nodemailer gets, and which of our addresses stands behind each address of the SMTP dialogue. */
export interface ComposedMail {
  options: SendMailOptions;
  envelope: { from: string; to: string[] };
  /** Per address of `envelopeTo`, its wire form. */
  wire: Map<string, string>;
}

/** This mail must not reach an SMTP dialogue; the message says why, for a person. */
export class UnsendableMail extends Error {
  readonly code = 'EREFUSED';
}

const MESSAGE_ID = /^<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+>$/;
const HEADER_NAME = /^[A-Za-z][A-Za-z0-9-]{0,75}$/;
const MEDIA_TYPE = /^[A-Za-z0-9!#$&^_.+-]+\/[A-Za-z0-9!#$&^_.+-]+$/;
/** Headers that have a field of their own, or that say how the body is built. */
const RESERVED_HEADERS =
  /^(from|sender|reply-to|to|cc|bcc|subject|date|message-id|mime-version|content-.*|received|return-path|dkim-.*|resent-.*)$/i;
const HEADER_VALUE_MAX = 10_000;

interface Mailbox {
  name: string;
  address: string;
}

/** Shows the culprit with its control characters visible, shortened. */
function show(text: string): string {
  return JSON.stringify(text.slice(0, 200)).replace(/[\u007f-\u009f\u2028\u2029]/g, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

function textOf(what: string, value: unknown): string {
  if (typeof value !== 'string') throw new UnsendableMail(`the ${what} is not text`);
  return value;
}

function lineOf(what: string, value: unknown): string {
  const text = textOf(what, value);
  if (hasLineBreaking(text)) throw new UnsendableMail(`the ${what} ${show(text)} has a control character in it`);
  return text;
}

function wireOf(what: string, value: unknown): string {
  const address = lineOf(what, value);
  const wire = toWireAddress(address);
  if (!wire) throw new UnsendableMail(`the ${what} ${show(address)} is not an e-mail address`);
  return wire;
}

function mailboxOf(what: string, value: unknown): Mailbox {
  const text = lineOf(what, value);
  const parsed = parseRecipient(text);
  if (!parsed.ok) throw new UnsendableMail(`the ${what} ${show(text)} ${parsed.message}`);
  return { name: parsed.recipient.name ?? '', address: parsed.recipient.wireAddress };
}

function headersOf(headers: Record<string, string>): { key: string; value: string }[] {
  return Object.entries(headers).map(([key, value]) => {
    if (!HEADER_NAME.test(key) || RESERVED_HEADERS.test(key)) {
      throw new UnsendableMail(`the header ${show(key)} cannot be set`);
    }
    const text = lineOf(`header ${key}`, value);
    if (text.length > HEADER_VALUE_MAX) throw new UnsendableMail(`the header ${key} is too long`);
    return { key, value: text };
  });
}

function attachmentsOf(attachments: OutgoingMail['attachments'] = []): SendMailOptions['attachments'] {
  return attachments.map(({ name, content, type }) => {
    // Only bytes: a `path` or `href` would make the mailer read files or URLs.
    if (!Buffer.isBuffer(content)) throw new UnsendableMail(`the attachment ${show(String(name))} has no content`);
    if (type !== undefined && !MEDIA_TYPE.test(type)) {
      throw new UnsendableMail(`the attachment type ${show(String(type))} is no media type`);
    }
    return { filename: lineOf('attachment name', name), content, ...(type === undefined ? {} : { contentType: type }) };
  });
}

/**
 * Turns a mail into what the SMTP client needs, with an explicit envelope of bare addresses. Throws UnsendableMail for any
 * address, subject, name, header or attachment that is not exactly what it should be (CR, LF, NUL, lists, groups, …).
 */
export function composeMail(mail: OutgoingMail): ComposedMail {
  if (mail.envelopeTo.length === 0) throw new UnsendableMail('it has no recipient');
  const wire = new Map(mail.envelopeTo.map((address) => [address, wireOf('recipient', address)]));
  const from = mailboxOf('sender', mail.from);
  if (!MESSAGE_ID.test(textOf('Message-ID', mail.messageId))) {
    throw new UnsendableMail(`the Message-ID ${show(mail.messageId)} is not of the form <…@…>`);
  }
  const envelope = { from: from.address, to: [...new Set(wire.values())] };
  // Bcc recipients are checked and then left out: they only ever stand in the envelope.
  for (const address of mail.recipients.bcc) mailboxOf('bcc recipient', address);
  return {
    wire,
    envelope,
    options: {
      envelope,
      messageId: mail.messageId,
      from,
      to: mail.recipients.to.map((one) => mailboxOf('recipient', one)),
      cc: mail.recipients.cc.map((one) => mailboxOf('cc recipient', one)),
      ...(mail.replyTo === undefined ? {} : { replyTo: mail.replyTo.map((one) => mailboxOf('reply-to address', one)) }),
      subject: lineOf('subject', mail.subject),
      html: textOf('HTML part', mail.html),
      text: textOf('text part', mail.text),
      headers: headersOf(mail.headers ?? {}),
      attachments: attachmentsOf(mail.attachments),
      disableFileAccess: true,
      disableUrlAccess: true,
    },
  };
}
