import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type BulkProgress, runBulkAct, toBulkQuery, toCountWords } from './bulk-act';

const bodies: Record<string, unknown>[] = [];
let answers: (object | Error)[];
beforeEach(() => {
  bodies.length = 0;
  vi.stubGlobal('fetch', async (_path: string, { body }: { body: string }) => {
    bodies.push(JSON.parse(body));
    const answer = answers.shift() ?? {};
    if (answer instanceof Error) throw answer;
    if (answer instanceof Response) return answer;
    return new Response(JSON.stringify(answer));
  });
});
afterEach(() => vi.unstubAllGlobals());

const slice = (changed: number, skipped: number, next?: string) => ({
  matched: changed + skipped,
  changed,
  skipped,
  reasons: skipped > 0 ? { 'it has succeeded': skipped } : {},
  ...(next ? { next } : {}),
});
const run = (isStopped = () => false) => {
  const told: BulkProgress[] = [];
  const done = runBulkAct('/retry', { query: 'status=failed' }, { onProgress: (one) => told.push(one), isStopped });
  return { done, told };
};

describe('a bulk act', () => {
  it('goes on slice by slice until all has been looked at, and adds up what was done', async () => {
    answers = [slice(25, 0, 'a'), slice(20, 5, 'b'), slice(1, 1)];
    const { done, told } = run();
    expect(await done).toEqual({
      matched: 52,
      changed: 46,
      skipped: 6,
      reasons: { 'it has succeeded': 6 },
      complete: true,
    });
    expect(bodies.map(({ after }) => after)).toEqual([undefined, 'a', 'b']);
    expect(told.map(({ matched }) => matched)).toEqual([25, 50, 52]);
  });

  it('waits when it is told that it acts too often, and loses nothing by it', async () => {
    const busy = () =>
      Response.json({ code: 27, message: 'again in 1 s' }, { status: 429, headers: { 'retry-after': '1' } });
    answers = [slice(25, 0, 'a'), busy(), slice(25, 0)];
    const startedAt = performance.now();
    expect(await run().done).toMatchObject({ changed: 50, complete: true });
    expect(performance.now() - startedAt).toBeGreaterThan(950);
    expect(bodies.map(({ after }) => after)).toEqual([undefined, 'a', 'a']);
  });

  it('ends after the slice in which it was stopped', async () => {
    answers = [slice(25, 0, 'a'), slice(25, 0, 'b')];
    expect(await run(() => bodies.length === 2).done).toMatchObject({ changed: 50, complete: false });
    expect(bodies).toHaveLength(2);
  });

  it('has told what was done when an answer does not come', async () => {
    answers = [slice(25, 0, 'a'), new Error('gone')];
    const { done, told } = run();
    await expect(done).rejects.toThrow('cannot be reached');
    expect(told).toMatchObject([{ changed: 25 }]);
  });
});

describe('the query of a bulk act', () => {
  it('names the chosen rows, or the filter, or everything', () => {
    expect(toBulkQuery('status=failed', ['a', 'b'])).toBe('in(id,a,b)');
    expect(toBulkQuery('status=failed', undefined)).toBe('status=failed');
    expect(toBulkQuery('', undefined)).toBe('gt(id,000000000000000000000000)');
  });

  it('is counted in words', () => {
    expect(toCountWords({ count: 1312, complete: true })).toBe('1,312');
    expect(toCountWords({ count: 4000, complete: false })).toBe('more than 4,000');
  });
});
