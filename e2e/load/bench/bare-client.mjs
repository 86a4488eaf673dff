// nodemailer and undici alone, with nothing around them: the limits that our delivery is held against.
import { createTransport } from 'nodemailer';
import { Agent, request } from 'undici';
import { serve } from './child.mjs';

serve({
  /** @returns mails a second through a pool of `connections`. */
  async mails({ port, connections, seconds, from }) {
    const pool = createTransport({
      host: '127.0.0.1',
      port,
      pool: true,
      maxConnections: connections,
      maxMessages: Number.POSITIVE_INFINITY,
      secure: false,
      ignoreTLS: true,
    });
    const perSecond = await inParallel(connections * 2, seconds, (index) => {
      const n = from + index;
      return pool.sendMail({
        from: 'bench@example.com',
        to: `person${n % 1_000}@example.com`,
        subject: `Order o-${n}`,
        html: `<p>Dear Person ${n},</p><p>your total is ${n % 1_000}.</p>`,
        text: `Dear Person ${n},\n\nyour total is ${n % 1_000}.`,
      });
    });
    pool.close();
    return perSecond;
  },
  /** @returns HTTP calls a second over `connections`. */
  async calls({ port, connections, seconds }) {
    const dispatcher = new Agent({ connections });
    const body = JSON.stringify({ data: { order: 'o-1', name: 'Person 1', total: 1 } });
    const perSecond = await inParallel(connections, seconds, async () => {
      const answer = await request(`http://127.0.0.1:${port}/`, { method: 'POST', body, dispatcher });
      await answer.body.dump();
    });
    await dispatcher.close();
    return perSecond;
  },
});

async function inParallel(width, seconds, act) {
  const startedAt = performance.now();
  let done = 0;
  let begun = 0;
  const loop = async () => {
    while (performance.now() - startedAt < seconds * 1_000) {
      await act(begun++);
      done++;
    }
  };
  await Promise.all(Array.from({ length: width }, loop));
  return done / ((performance.now() - startedAt) / 1_000);
}
