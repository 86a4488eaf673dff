import { crc32, deflateRawSync } from 'node:zlib';

const UTF8_NAMES = 0x0800;
const DEFLATE = 8;
const VERSION = 20;
const MADE_ON_UNIX = (3 << 8) | VERSION;
const DEFAULT_MODE = 0o100644;
/** 1 January 1980: the same files make the same bytes, and so the same code hash. */
const DOS_DATE = 0x0021;

export interface ZipInput {
  path: string;
  content: string | Buffer;
  /** Unix mode with its file type, as in `0o100644`. */
  mode?: number;
}

/** Packs files into a zip, in the order given: what an upload of a few lines of code needs, and no more (no zip64). */
export function writeZip(files: readonly ZipInput[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const name = Buffer.from(file.path);
    const content = Buffer.from(file.content as string);
    const packed = deflateRawSync(content);
    const shared = sharedHeader(name, content, packed);
    const header = Buffer.concat([Buffer.from('PK\u0003\u0004'), shared, name]);
    local.push(header, packed);
    central.push(centralHeader(shared, name, file.mode ?? DEFAULT_MODE, offset));
    offset += header.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 0, 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

/** The 26 bytes that local and central headers have in common, from "version needed" to "extra field length". */
function sharedHeader(name: Buffer, content: Buffer, packed: Buffer): Buffer {
  const header = Buffer.alloc(26);
  header.writeUInt16LE(VERSION, 0);
  header.writeUInt16LE(UTF8_NAMES, 2);
  header.writeUInt16LE(DEFLATE, 4);
  header.writeUInt16LE(DOS_DATE, 8);
  header.writeUInt32LE(crc32(content), 10);
  header.writeUInt32LE(packed.length, 14);
  header.writeUInt32LE(content.length, 18);
  header.writeUInt16LE(name.length, 22);
  return header;
}

function centralHeader(shared: Buffer, name: Buffer, mode: number, offset: number): Buffer {
  const head = Buffer.alloc(6);
  head.write('PK\u0001\u0002', 0, 'latin1');
  head.writeUInt16LE(MADE_ON_UNIX, 4);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE((mode << 16) >>> 0, 6);
  tail.writeUInt32LE(offset, 10);
  return Buffer.concat([head, shared, tail, name]);
}
