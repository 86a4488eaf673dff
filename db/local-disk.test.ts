import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { assertLocalDisk } from './local-disk';

const EXT4 = 0xef53;
const TMPFS = 0x01021994;

describe('R-14: the disk of the database', () => {
  it('may be any local one', () => {
    for (const type of [EXT4, TMPFS]) expect(() => assertLocalDisk('/data', () => type)).not.toThrow();
    expect(() => assertLocalDisk(tmpdir())).not.toThrow();
  });

  it('may not be one of the network', () => {
    for (const [type, name] of [
      [0x6969, 'NFS'],
      [0xff534d42, 'CIFS'],
      [0xfe534d42, 'SMB'],
    ] as const) {
      expect(() => assertLocalDisk('/data', () => type)).toThrow(`/data is on a network file system (${name})`);
    }
  });
});
