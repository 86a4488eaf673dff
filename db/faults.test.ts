import { describe, expect, it } from 'vitest';
import { FAULT_POINTS, FAULTS, hasFault, passPoint, plannedFault, readSwitch } from './faults';

describe('the switch for faults', () => {
  it('is off unless the environment says otherwise', () => {
    expect(plannedFault()).toBeUndefined();
    expect(FAULTS.filter(hasFault)).toEqual([]);
    for (const point of FAULT_POINTS) passPoint(point);
  });

  it('knows its faults and the points to crash after', () => {
    expect(readSwitch('')).toEqual({ passes: 0 });
    expect(readSwitch('no-fencing')).toEqual({ fault: 'no-fencing', passes: 0 });
    expect(readSwitch('crash-after:claim')).toEqual({ point: 'claim', passes: 1 });
    expect(readSwitch('crash-after:before-ack:20')).toEqual({ point: 'before-ack', passes: 20 });
  });

  it('refuses what it does not know', () => {
    for (const text of ['yes', 'crash-after:', 'crash-after:claim:x', 'no-fencing,never-reclaim'])
      expect(() => readSwitch(text)).toThrow('DISPATCHERS_FAULT');
  });
});
