// What somebody with a slow computer feels of a page: how soon it is there, whether it moves, how soon it answers.
import { setTimeout as delay } from 'node:timers/promises';

export const CPU_SLOWDOWN = 4;
/** Chromium tells of no event that took less. */
const SHORTEST_EVENT_MS = 16;
/** So long after an act, what it led to has been painted and told of. */
const SETTLE_MS = 600;

/**
 * Opens a page as a browser that was never here, on a slow processor, and does with it what people do.
 * @param {import('@playwright/test').Page} page a new one
 * @param {{url: string, isShown: (page: import('@playwright/test').Page) => Promise<void>,
 *   acts: Record<string, (page: import('@playwright/test').Page) => Promise<void>>}} visit
 * @returns {Promise<{paint: number, shift: number, scripts: number, acts: Record<string, number>}>} milliseconds to the largest
 * paint; the sum of all layout shifts that nobody caused; kilobytes of scripts as they came over the wire until the page was
 * quiet; and for each act how many milliseconds its slowest interaction took until the next paint.
 */
export async function visitSlowly(page, { url, isShown, acts }) {
  const devtools = await page.context().newCDPSession(page);
  const readScripts = await weighScripts(devtools);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
  await page.addInitScript(watchVitals, SHORTEST_EVENT_MS);
  await page.goto(url, { waitUntil: 'networkidle' });
  await isShown(page);
  await delay(SETTLE_MS);
  const scripts = readScripts();
  const took = {};
  for (const [name, act] of Object.entries(acts)) took[name] = await timeAct(page, name, act);
  const { paint, shift } = await page.evaluate(() => window.vitals);
  return { paint, shift, scripts, acts: took };
}

async function timeAct(page, name, act) {
  const before = await page.evaluate(() => {
    window.vitals.interactions = [];
    return performance.interactionCount;
  });
  await act(page);
  await delay(SETTLE_MS);
  const [count, interactions] = await page.evaluate(() => [performance.interactionCount, window.vitals.interactions]);
  if (count === before) throw new Error(`“${name}” reached nothing that the browser counts as an interaction`);
  return Math.max(SHORTEST_EVENT_MS, ...interactions);
}

/** Runs in the page, before anything of it. */
function watchVitals(durationThreshold) {
  const vitals = { paint: 0, shift: 0, interactions: [] };
  window.vitals = vitals;
  const watch = (type, see, options) =>
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) see(entry);
    }).observe({ type, buffered: true, ...options });
  watch('largest-contentful-paint', ({ startTime }) => {
    vitals.paint = startTime;
  });
  watch('layout-shift', ({ value, hadRecentInput }) => {
    if (!hadRecentInput) vitals.shift += value;
  });
  watch('event', ({ interactionId, duration }) => interactionId && vitals.interactions.push(duration), {
    durationThreshold,
  });
}

/** @returns tells the kilobytes of scripts that came so far, headers included. */
async function weighScripts(devtools) {
  const scripts = new Set();
  let bytes = 0;
  devtools.on('Network.responseReceived', ({ requestId, response }) => {
    if (new URL(response.url).pathname.endsWith('.js')) scripts.add(requestId);
  });
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await devtools.send('Network.enable');
  return () => bytes / 1_000;
}
