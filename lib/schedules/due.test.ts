import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueSlot, firstSlot } from './due';

const NOON = Date.UTC(2026, 4, 17, 12);
const HOUR = 3_600_000;

describe('the slot that is due', () => {
  it('is the one that waits when it has just come', () => {
    expect(dueSlot(NOON, 3_600, NOON)).toEqual({ due: NOON, next: NOON + HOUR });
    expect(dueSlot(NOON, 3_600, NOON + HOUR - 1)).toEqual({ due: NOON, next: NOON + HOUR });
  });

  it('is one for a whole missed stretch, and the next stays on the grid', () => {
    expect(dueSlot(NOON, 3_600, NOON + 5 * HOUR + 1)).toEqual({ due: NOON + 5 * HOUR, next: NOON + 6 * HOUR });
  });

  it('is never in the future, its successor never in the past, and both lie on the grid', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 0, max: 1e12 }), (interval, late) => {
        const { due, next } = dueSlot(NOON, interval, NOON + late);
        expect(due).toBeLessThanOrEqual(NOON + late);
        expect(next).toBeGreaterThan(NOON + late);
        expect((due - NOON) % (interval * 1_000)).toBe(0);
        expect(next - due).toBe(interval * 1_000);
      }),
    );
  });
});

describe('the first slot of a new schedule', () => {
  it('is its start when that lies ahead, or is now', () => {
    expect(firstSlot(NOON + 1, 3_600, NOON)).toBe(NOON + 1);
    expect(firstSlot(NOON, 3_600, NOON)).toBe(NOON);
  });

  it('is the next one on the grid when its start has passed', () => {
    expect(firstSlot(NOON - 1, 3_600, NOON)).toBe(NOON - 1 + HOUR);
    expect(firstSlot(NOON - 3 * HOUR, 3_600, NOON)).toBe(NOON);
  });
});
