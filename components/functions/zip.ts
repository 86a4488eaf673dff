import { strToU8, unzipSync, zipSync } from 'fflate';
import { CODE_MAX_BYTES } from '@/lib/functions/schema';

/** 1 January 1980, where zips begin: the same text makes the same bytes, and so the same code. */
const ZIP_EPOCH = new Date(1980, 0, 1);
const CHUNK_BYTES = 0x8000;

export interface ZipFile {
  path: string;
  /** Bytes, unpacked. */
  size: number;
}

/** A zip that somebody chose: ready to be sent, with what is in it. */
export interface PickedZip {
  name: string;
  size: number;
  base64: string;
  files: readonly ZipFile[];
}

/** Packs one file of text, as base64 of a zip. */
export function packFile(path: string, text: string): string {
  return toBase64(zipSync({ [path]: [strToU8(text), { mtime: ZIP_EPOCH, level: 6 }] }));
}

/** Reads a chosen zip. @returns it, or in words why it cannot be used. */
export function readPickedZip(name: string, bytes: Uint8Array): PickedZip | string {
  if (bytes.length > CODE_MAX_BYTES) {
    return `${name} has ${toSize(bytes.length)}: at most ${toSize(CODE_MAX_BYTES)} can be uploaded`;
  }
  const files: ZipFile[] = [];
  try {
    // Nothing is unpacked: only the directory is read.
    unzipSync(bytes, {
      filter: ({ name: path, originalSize }) => {
        if (!path.endsWith('/')) files.push({ path, size: originalSize });
        return false;
      },
    });
  } catch {
    return `${name} is not a zip that can be read`;
  }
  if (files.length === 0) return `${name} holds no files`;
  return { name, size: bytes.length, base64: toBase64(bytes), files: files.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

/** A number of bytes, for people. */
export function toSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  const kilobytes = bytes / 1_024;
  if (kilobytes < 1_000) return `${toShort(kilobytes)} KB`;
  return `${toShort(kilobytes / 1_024)} MB`;
}

function toShort(value: number): string {
  return value < 10 ? value.toFixed(1).replace('.0', '') : Math.round(value).toLocaleString('en');
}

/** In chunks: one call with millions of arguments would overflow the stack. */
function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK_BYTES));
  }
  return btoa(binary);
}
