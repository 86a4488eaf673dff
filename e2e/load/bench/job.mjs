// The job that is measured: event number n, and how a receiver recognises what must have become of it.
import { createHmac } from 'node:crypto';

export const SECRET_BYTES = Buffer.alloc(32, 7);
export const SECRET = `whsec_${SECRET_BYTES.toString('base64')}`;
const BODY_BYTES = 1_024;

/** The body of event `n` as a service would send it, of 1 KB. */
export function eventBody(type, n) {
  const content = { order: `o-${n}`, name: `Person ${n}`, total: n % 1_000, email: `person${n % 1_000}@example.com` };
  const open = `{"type":"${type}","content":${JSON.stringify(content).slice(0, -1)},"note":"`;
  return `${open}${'x'.repeat(Math.max(0, BODY_BYTES - open.length - 3))}"}}`;
}

/** The same as a CloudEvent in a batch. */
export function cloudEvent(type, n) {
  const { content } = JSON.parse(eventBody(type, n));
  return {
    specversion: '1.0',
    id: `bench-${n}`,
    source: '/bench',
    type,
    datacontenttype: 'application/json',
    data: content,
  };
}

/** Standard Webhooks headers, as lines of HTTP. */
export function signatureLines(id, body) {
  const timestamp = Math.floor(Date.now() / 1_000);
  const signature = createHmac('sha256', SECRET_BYTES).update(`${id}.${timestamp}.${body}`).digest('base64');
  return `webhook-id: ${id}\r\nwebhook-timestamp: ${timestamp}\r\nwebhook-signature: v1,${signature}\r\n`;
}

/** The template: three variables of the event's content. */
export const TEMPLATE = {
  name: 'bench',
  outputs: {
    subject: 'Order {{@inputs.order}}',
    body: '<p>Dear {{@inputs.name}},</p><p>your total is {{@inputs.total}}.</p>',
  },
};

/** @returns the number of the event behind a mail, or undefined when its three values do not belong together. */
export function numberInMail(text) {
  const order = /^Subject: Order o-(\d+)\r?$/m.exec(text)?.[1];
  const name = /Person (\d+),/.exec(text)?.[1];
  const total = /total is (\d+)\./.exec(text)?.[1];
  const n = Number(order);
  return order !== undefined && name === order && Number(total) === n % 1_000 ? n : undefined;
}

/** The same for the call of a function with `{order, name, total}` as its data. */
export function numberInCall(text) {
  const order = /"order":"o-(\d+)"/.exec(text)?.[1];
  const name = /"name":"Person (\d+)"/.exec(text)?.[1];
  const total = /"total":(\d+)/.exec(text)?.[1];
  const n = Number(order);
  return order !== undefined && name === order && Number(total) === n % 1_000 ? n : undefined;
}

/** Milliseconds on a clock that all processes of a machine share. */
export function monotonicMs() {
  return Number(process.hrtime.bigint()) / 1e6;
}
