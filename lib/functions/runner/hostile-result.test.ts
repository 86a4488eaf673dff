import { expect, test } from 'vitest';
import { FUNCTION_RESULTS } from '@/e2e/corpus/replies';
import { localFunction, startLocalRig } from '@/lib/functions/runner/local-rig.fixture';

const AT_ONCE = 3;
/** One function that becomes what its task says. */
const ANYTHING = `
  const AsyncFunction = (async () => {}).constructor;
  exports.handler = (task, meta) => new AsyncFunction('task', 'meta', task.data.body)(task, meta);`;

test('corpus, class 17: whatever a function does with its turn ends in a result or an error, within bounds', async () => {
  const rig = await startLocalRig();
  const fn = localFunction(ANYTHING);
  const problems: string[] = [];
  for (let start = 0; start < FUNCTION_RESULTS.length; start += AT_ONCE) {
    await Promise.all(
      FUNCTION_RESULTS.slice(start, start + AT_ONCE).map(async ({ name, value }) => {
        const outcome = await rig.run(fn, { body: value });
        const text = JSON.stringify(outcome);
        if (text.length > 2_500_000) problems.push(`${name}: keeps ${text.length} characters`);
        if (outcome.status === 'succeeded') return;
        if (outcome.error.message === '' && outcome.error.name === '') problems.push(`${name}: fails without a word`);
        if (outcome.error.message.length > 5_000 || outcome.error.name.length > 300)
          problems.push(`${name}: says too much`);
      }),
    );
  }
  expect(problems).toEqual([]);
  expect(Object.keys(Object.prototype)).toEqual([]);
  // The next one gets a process in which nothing of all that is left.
  expect(await rig.resultOf(localFunction('exports.handler = () => Object.keys(Object.prototype).length;'))).toBe(0);
  await rig.close();
}, 120_000);
