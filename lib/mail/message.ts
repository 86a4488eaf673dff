import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import * as base64 from 'nodemailer/lib/base64';
import MailComposer from 'nodemailer/lib/mail-composer';
import type MimeNode from 'nodemailer/lib/mime-node';
import * as quotedPrintable from 'nodemailer/lib/qp';
import { type ComposedMail, UnsendableMail } from './compose';

/** Characters of a part that is written at once; what is longer is written while it is sent, and so are files. */
const WHOLE_MAX_CHARS = 64 * 1024;
const SLICE_BYTES = 64 * 1024;
const LINE_LENGTH = 76;

/**
 * The message of a mail as nodemailer composes it, for its pool to send.
 * @param onLastByte called when the connection has taken the last byte of it
 * @throws UnsendableMail when nodemailer reads other addresses in it than ours
 */
export function createMessage({ options, envelope }: ComposedMail, onLastByte: () => void): MimeNode {
  // For a boundary of its own nodemailer would ask the system for randomness; Node keeps a supply for these.
  const message = new MailComposer({ ...options, baseBoundary: randomUUID() }).compile();
  const { from, to } = message.getEnvelope();
  if (!isDeepStrictEqual({ from, to }, envelope)) {
    throw new UnsendableMail('its addresses read differently in the SMTP dialogue');
  }
  if (isShortText(message)) {
    const whole = writeWhole(message);
    message.createReadStream = () => new SlicedBody(whole, onLastByte);
  } else message.processFunc((body) => watchBody(body, onLastByte));
  return message;
}

/** True for a message of text parts only, none of them long. */
function isShortText({ content = '', childNodes, filename }: MimeNode): boolean {
  const isShort = typeof content === 'string' && content.length <= WHOLE_MAX_CHARS && filename === undefined;
  return isShort && childNodes.every(isShortText);
}

/** The bytes that `MimeNode.build` makes of text parts: it sends each through streams, which take longer than all else. */
export function writeWhole(message: MimeNode): Buffer {
  const text = writeNode(message);
  return Buffer.from(text.endsWith('\n') ? text : `${text}\r\n`);
}

function writeNode(node: MimeNode): string {
  const head = `${node.buildHeaders()}\r\n\r\n${writeContent(node)}`;
  // The boundary is made together with the headers.
  const { multipart, boundary, childNodes } = node;
  if (!multipart) return head;
  const parts = childNodes.map((child) => `--${boundary}\r\n${writeNode(child)}\r\n`);
  return `${head}${parts.join('')}--${boundary}--\r\n`;
}

function writeContent(node: MimeNode): string {
  if (typeof node.content !== 'string') return '';
  const encoding = node.getTransferEncoding();
  if (encoding === 'base64') return base64.wrap(base64.encode(node.content), LINE_LENGTH);
  return encoding === 'quoted-printable'
    ? quotedPrintable.wrap(quotedPrintable.encode(node.content), LINE_LENGTH)
    : node.content;
}

/** A body in memory, read no faster than the connection takes it. */
class SlicedBody extends Readable {
  private at = 0;

  constructor(
    private readonly body: Buffer,
    private readonly onLastByte: () => void,
  ) {
    // Without read-ahead: a buffer here would call a body "taken" before MAIL FROM is answered.
    super({ highWaterMark: 1 });
  }

  override _read(): void {
    if (this.at < this.body.length) {
      this.push(this.body.subarray(this.at, this.at + SLICE_BYTES));
      this.at += SLICE_BYTES;
      return;
    }
    this.onLastByte();
    this.push(null);
  }
}

/** The same for a body that comes while it is read. */
function watchBody(body: Readable, onLastByte: () => void): Readable {
  async function* chunks() {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      // An attachment comes as one chunk; in slices, the connection takes it no faster than the server reads.
      for (let at = 0; at < chunk.length; at += SLICE_BYTES) yield chunk.subarray(at, at + SLICE_BYTES);
    }
    onLastByte();
  }
  return Readable.from(chunks(), { objectMode: false, highWaterMark: 1 });
}
