import { type Api, sendEvent } from '../fixtures/api';
import type { DispatchersServer } from '../fixtures/dispatchers-server';
import { createTask } from '../fixtures/factories';
import { settled } from '../fixtures/wait-for';
import { addBusyConfiguration, post } from './busy-configuration';

const PEOPLE = [
  { name: 'Ada Lovelace', email: 'ada.lovelace@example.com', language: 'EN', country: 'GB' },
  { name: 'Béatrice Ørsted-Żółkiewska', email: 'beatrice@example.org', language: 'FR', country: 'FR' },
  { name: 'Chinua Achebe', email: 'chinua@bounces.example.net', language: 'NL', country: 'NG' },
  { name: '李四光', email: 'li.siguang@example.cn', language: 'EN', country: 'CN' },
  {
    name: 'Maximiliane von Hohenstein-Wittelsbach',
    email: 'maximiliane.von.hohenstein-wittelsbach@subsidiary.example.de',
    language: 'DE',
    country: 'DE',
  },
  { name: 'Grace Hopper', email: 'grace@example.com', language: 'EN', country: 'US' },
] as const;

/** What keeps being tried is not waited for. */
const SETTLE_MS = 400;
/** Rounds of events; when each began is told, so that they can be laid over the days before. */
const ROUNDS = 48;

const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

/**
 * Adds to a seeded console what a company that is busy has: people, tokens, sources, dozens of dispatchers, and events
 * that end in all ways.
 * @returns when each round of events began, epoch milliseconds
 */
export async function addBusyCompany(server: DispatchersServer, api: Api): Promise<number[]> {
  await addBusyConfiguration(api);
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push(Date.now());
    await playRound(server, api, round);
  }
  await leaveWork(api);
  await post(api, '/api/v1/settings/backups', {});
  return rounds;
}

async function playRound(server: DispatchersServer, api: Api, round: number): Promise<void> {
  const person = at(PEOPLE, round);
  const order = {
    id: `2026-${String(10_000 + round * 37)}`,
    total: round % 11 === 3 ? 1_250 : 84.5,
    lines: [
      { count: 2, what: 'Darjeeling, first flush', price: 12.5 },
      { count: 1, what: 'Cast-iron pot', price: 59.5 },
    ],
  };
  const content = { ...person, order, reference: `R${round}` };
  const send = (type: string, over: object = {}, source = 'default') =>
    sendEvent(server, { type, content: { ...content, ...over } }, { source });
  const sent = [await send('order_shipped')];
  if (round % 2 === 0) sent.push(await send('invoice_sent', round % 8 === 4 ? { order: undefined } : {}));
  if (round % 3 === 0) sent.push(await send('password_reset_requested', round % 9 === 3 ? { email: undefined } : {}));
  if (round % 3 === 1) sent.push(await send('newsletter_due'), await send('page_viewed', { path: '/tea' }));
  if (round % 5 === 2) sent.push(await send('shop.order.payment.authorisation.declined.v2'), await send('invoice_due'));
  if (round % 7 === 5) sent.push(await send('birthday_due'), await send('customer_moved'));
  for (const { body } of sent) await settled(api, body.id, SETTLE_MS).catch(() => undefined);
}

/** What waits, what was taken back, what was sent by hand. */
async function leaveWork(api: Api): Promise<void> {
  const later = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  await createTask(api, { functionName: 'nightly-report', startTimestamp: later(5), tags: ['nightly'] });
  const { id } = await createTask(api, {
    functionName: 'nightly-report',
    startTimestamp: later(30),
    data: { day: 'tomorrow' },
  });
  await api.call('POST', `/tasks/v1/${id}/cancel`, {});
  await post(api, '/tasks/v1/schedules', {
    interval: 3_600,
    functionName: 'nightly-report',
    data: { region: 'EU', parts: ['orders', 'returns'] },
  });
}
