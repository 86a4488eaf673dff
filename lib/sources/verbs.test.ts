import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findEvent } from '@/db/events';
import { NOW as EVENTS_AT, matchedEvent, only, storeEvent } from '@/db/testing';
import { receiveWebhook } from '@/lib/intake/http-intake';
import {
  allowed,
  EVERYTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { createSource } from './create';
import { deleteSource } from './delete';
import { listSources } from './list';
import { rotateSourceSecret } from './rotate';
import { sendTestEvent } from './send-test';
import { updateSource } from './update';

const NOW = Date.now();
const HOUR_MS = 3_600_000;

let server: PrivateServer;
beforeEach(async () => {
  server = await startPrivateServer();
});
afterEach(() => server.close());

const create = (body: object) => createSource(EVERYTHING, body, NOW);
const rotate = (name: string, query = '') => rotateSourceSecret(EVERYTHING, name, new URLSearchParams(query), NOW);
const codeOf = async (act: () => unknown) => (await refusalOf(act)).code;

let sent = 0;
/** What a sender is answered who signs with this secret, at this time. */
async function send(source: string, secret: string, now = NOW): Promise<number> {
  sent += 1;
  const body = JSON.stringify({ type: 'signed' });
  // The library that verifies has a clock of its own; only how long the secret is valid follows ours.
  const at = new Date();
  const headers = {
    'content-type': 'application/json',
    'webhook-id': `msg-${sent}`,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(`msg-${sent}`, at, body),
  };
  try {
    return (await receiveWebhook(source, { headers, body: Buffer.from(body) }, now)).status;
  } catch (error) {
    return (await refusalOf(() => Promise.reject(error))).status;
  }
}

describe('a new source', () => {
  it('takes events that are signed with the secret that was shown this once', async () => {
    const { secret, ...source } = await create({ name: 'shop', description: 'The web shop' });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
    expect(source).toMatchObject({ name: 'shop', description: 'The web shop', secretLastFour: secret.slice(-4) });
    expect(await send('shop', secret)).toBe(202);
    expect(JSON.stringify(await listSources(EVERYTHING, NOW))).not.toContain('whsec_');
  });

  it('needs a name of its own that fits into an address', async () => {
    await create({ name: 'shop' });
    expect(await codeOf(() => create({ name: 'shop' }))).toBe(17);
    expect(await codeOf(() => create({}))).toBe(14);
    for (const name of ['Shop', 'a b', '-a', '', 'events', 'system', 'x'.repeat(64)]) {
      expect([name, await codeOf(() => create({ name }))]).toEqual([name, 15]);
    }
  });

  it('is told what it is for later, and no longer', async () => {
    await create({ name: 'shop' });
    const described = async () => only(await listSources(EVERYTHING, NOW)).description;
    await updateSource(EVERYTHING, 'shop', { description: 'The web shop' }, NOW);
    expect(await described()).toBe('The web shop');
    await updateSource(EVERYTHING, 'shop', { description: null }, NOW);
    expect(await described()).toBeUndefined();
    expect(await codeOf(() => updateSource(EVERYTHING, 'other', { description: null }, NOW))).toBe(16);
  });
});

describe('a new secret', () => {
  it('shuts out who signs with the old one at once, when nothing is said', async () => {
    const { secret: old } = await create({ name: 'shop' });
    const { secret, previousSecretUntil } = await rotate('shop');
    expect(previousSecretUntil).toBeUndefined();
    expect(await send('shop', secret)).toBe(202);
    expect(await send('shop', old)).toBe(401);
  });

  it('works beside the old one for as many hours as are asked for, and then alone', async () => {
    const { secret: old } = await create({ name: 'shop' });
    const { secret, previousSecretUntil } = await rotate('shop', 'overlapHours=2');
    expect(previousSecretUntil).toBe(NOW + 2 * HOUR_MS);
    expect(only(await listSources(EVERYTHING, NOW))).toMatchObject({ previousSecretUntil });
    expect([await send('shop', secret), await send('shop', old)]).toEqual([202, 202]);
    const later = NOW + 2 * HOUR_MS;
    expect([await send('shop', secret, later), await send('shop', old, later)]).toEqual([202, 401]);
    expect(only(await listSources(EVERYTHING, later)).previousSecretUntil).toBeUndefined();
  });

  it('ends an overlap of an earlier one: at most two secrets are accepted', async () => {
    const { secret: first } = await create({ name: 'shop' });
    const { secret: second } = await rotate('shop', 'overlapHours=168');
    await rotate('shop', 'overlapHours=1');
    expect([await send('shop', first), await send('shop', second)]).toEqual([401, 202]);
    await rotate('shop', 'overlapHours=0');
    expect(await send('shop', second)).toBe(401);
  });

  it('refuses an overlap that is no number of hours, or longer than a week', async () => {
    await create({ name: 'shop' });
    for (const hours of ['169', '-1', 'long', '1.5']) {
      expect(await codeOf(() => rotate('shop', `overlapHours=${hours}`))).toBe(15);
    }
    expect(await codeOf(() => rotate('nobody'))).toBe(16);
  });
});

describe('a removed source', () => {
  it('refuses its senders, and keeps its events', async () => {
    const { secret } = await create({ name: 'shop' });
    const id = await storeEvent(matchedEvent([], { source: 'shop' }));
    expect(await deleteSource(EVERYTHING, 'shop')).toBe(1);
    expect(await send('shop', secret)).toBe(401);
    expect(await findEvent(id)).toMatchObject({ source: 'shop' });
    expect(await codeOf(() => deleteSource(EVERYTHING, 'shop'))).toBe(16);
  });

  it('is never the one that every start makes', async () => {
    await create({ name: 'default' });
    expect(await codeOf(() => deleteSource(EVERYTHING, 'default'))).toBe(27);
  });
});

describe('the list of sources', () => {
  it('counts what came through each in the last 24 hours, and says when the last came', async () => {
    await create({ name: 'quiet' });
    await create({ name: 'shop' });
    for (let count = 0; count < 3; count++) await storeEvent(matchedEvent([], { source: 'shop' }));
    const hoursAt = async (now: number) => (await listSources(EVERYTHING, now)).map(({ hours }) => hours);
    const [quiet, shop] = await listSources(EVERYTHING, NOW + 4 * HOUR_MS);
    expect([quiet?.hours, quiet?.lastEventAt]).toEqual([Array(24).fill(0), undefined]);
    expect([shop?.hours.at(-1), shop?.hours.reduce((sum, count) => sum + count)]).toEqual([0, 3]);
    expect(shop?.lastEventAt).toBe(EVENTS_AT);
    expect((await hoursAt(NOW + 30 * HOUR_MS)).flat()).toEqual(Array(48).fill(0));
  });
});

describe('a test event', () => {
  it('comes from its source like any other', async () => {
    await create({ name: 'shop' });
    const { id, runs } = await sendTestEvent(EVERYTHING, 'shop', { type: 'bought', content: [1] }, NOW);
    expect(await findEvent(id)).toMatchObject({ type: 'bought', content: [1], source: 'shop' });
    expect(runs).toBe(0);
    expect(await codeOf(() => sendTestEvent(EVERYTHING, 'nobody', { type: 'bought' }, NOW))).toBe(16);
    expect(await codeOf(() => sendTestEvent(EVERYTHING, 'shop', {}, NOW))).toBe(14);
  });
});

describe('who may', () => {
  it('manage sources: whoever holds MANAGE_SOURCES, and nobody else', async () => {
    await create({ name: 'shop' });
    const viewer = allowed('VIEW_SOURCES');
    const acts = [
      () => createSource(viewer, { name: 'b' }, NOW),
      () => updateSource(viewer, 'shop', { description: 'b' }, NOW),
      () => rotateSourceSecret(viewer, 'shop', new URLSearchParams(), NOW),
      () => deleteSource(viewer, 'shop'),
      () => sendTestEvent(viewer, 'shop', { type: 'a' }, NOW),
      () => listSources(allowed('MANAGE_SOURCES'), NOW),
    ];
    for (const act of acts) expect(await codeOf(act)).toBe(10);
    expect(await listSources(viewer, NOW)).toHaveLength(1);
  });
});
