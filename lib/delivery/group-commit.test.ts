import { describe, expect, it } from 'vitest';
import { createGroupCommit } from './group-commit';

describe('group commit', () => {
  it('writes all items of one event-loop turn together and answers each with its own result', async () => {
    const groups: number[][] = [];
    const commit = createGroupCommit(async (items: readonly number[]) => {
      groups.push([...items]);
      return items.map((item) => item * 10);
    });
    expect(await Promise.all([1, 2, 3].map((item) => commit.add(item)))).toEqual([10, 20, 30]);
    expect(groups).toEqual([[1, 2, 3]]);
    expect(commit.waiting).toBe(0);
  });

  it('keeps a group below its largest size', async () => {
    const sizes: number[] = [];
    const commit = createGroupCommit(async (items: readonly number[]) => {
      sizes.push(items.length);
      return [...items];
    }, 2);
    await Promise.all([1, 2, 3, 4, 5].map((item) => commit.add(item)));
    expect(sizes).toEqual([2, 2, 1]);
  });

  it('fails only the item that cannot be written', async () => {
    const commit = createGroupCommit(async (items: readonly number[]) => {
      if (items.includes(2)) throw new Error('two is bad');
      return [...items];
    });
    const outcomes = await Promise.allSettled([1, 2, 3].map((item) => commit.add(item)));
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
