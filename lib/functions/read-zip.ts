import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { ServiceError } from '@/lib/errors/service-error';

export const UNPACKED_MAX_BYTES = 50 * 1024 * 1024;
export const MAX_FILES = 2_000;

const FILE_TYPE_MASK = 0o170000;
const REGULAR_FILE = 0o100000;
const DIRECTORY = 0o040000;

export interface ZipEntry {
  /** Relative, with forward slashes, inside the archive. */
  path: string;
  content: Buffer;
}

/** Error 1401: the uploaded code cannot be used. */
export function invalidCode(message: string, cause?: unknown): ServiceError {
  return new ServiceError(1401, message, { cause });
}

/**
 * Reads the files of an untrusted zip, one at a time. Nothing touches the disk.
 * Throws error 1401 for whatever could escape a directory or exhaust memory: absolute paths, `..`, links, encryption,
 * more than {@link MAX_FILES} entries, more than {@link UNPACKED_MAX_BYTES} in all, wrong sizes or checksums.
 */
export async function* readZip(zip: Buffer): AsyncGenerator<ZipEntry> {
  const file = await openZip(zip);
  let unpackedBytes = 0;
  const taken = new PathSet();
  for await (const entry of eachEntry(file)) {
    unpackedBytes += entry.uncompressedSize;
    if (unpackedBytes > UNPACKED_MAX_BYTES) {
      throw invalidCode(`The zip unpacks to more than ${UNPACKED_MAX_BYTES / 1024 / 1024} MB`);
    }
    assertPlainEntry(entry);
    const isDirectory = entry.fileName.endsWith('/');
    if (isDirectory) taken.addDirectory(entry.fileName.slice(0, -1));
    else {
      taken.addFile(entry.fileName);
      yield { path: entry.fileName, content: await readContent(file, entry) };
    }
  }
}

async function openZip(zip: Buffer): Promise<ZipFile> {
  let file: ZipFile;
  try {
    file = await fromBufferPromise(zip, { lazyEntries: true, autoClose: false });
  } catch (cause) {
    throw invalidCode(`The code is not a zip that can be read: ${reason(cause)}`, cause);
  }
  if (file.entryCount > MAX_FILES) throw invalidCode(`The zip holds more than ${MAX_FILES} files`);
  return file;
}

/** The library refuses traversal, absolute paths and broken records by throwing while it lists. */
async function* eachEntry(file: ZipFile): AsyncGenerator<Entry> {
  const entries = file.eachEntry();
  for (;;) {
    let next: IteratorResult<Entry>;
    try {
      next = await entries.next();
    } catch (cause) {
      throw invalidCode(`The zip cannot be read: ${reason(cause)}`, cause);
    }
    if (next.done) return;
    yield next.value;
  }
}

function assertPlainEntry(entry: Entry): void {
  const type = (entry.externalFileAttributes >>> 16) & FILE_TYPE_MASK;
  if (type !== 0 && type !== REGULAR_FILE && type !== DIRECTORY) {
    throw invalidCode(`The zip holds a link or special file: ${entry.fileName}`);
  }
  if (entry.isEncrypted()) throw invalidCode(`The zip is encrypted: ${entry.fileName}`);
  const segments = entry.fileName.replace(/\/$/, '').split('/');
  const isBad = segments.some((segment) => segment === '' || segment === '.' || segment === '..');
  if (isBad || entry.fileName.includes('\0') || Buffer.byteLength(entry.fileName) > 1_024) {
    throw invalidCode(`The zip holds a file with an unusable path: ${JSON.stringify(entry.fileName.slice(0, 200))}`);
  }
}

async function readContent(file: ZipFile, entry: Entry): Promise<Buffer> {
  let content: Buffer;
  try {
    content = await buffer(await file.openReadStreamPromise(entry));
  } catch (cause) {
    throw invalidCode(`The zip is damaged at ${entry.fileName}: ${reason(cause)}`, cause);
  }
  if (crc32(content) !== entry.crc32) throw invalidCode(`The zip is damaged at ${entry.fileName}: wrong checksum`);
  return content;
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** Every path once, and no path both file and directory: else unpacking would fail halfway. */
class PathSet {
  readonly #files = new Set<string>();
  readonly #directories = new Set<string>();

  addFile(path: string): void {
    if (this.#files.has(path) || this.#directories.has(path)) throw invalidCode(`The zip holds ${path} twice`);
    this.#files.add(path);
    const parent = path.lastIndexOf('/');
    if (parent > 0) this.addDirectory(path.slice(0, parent));
  }

  addDirectory(path: string): void {
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
      const directory = path.slice(0, end);
      if (this.#files.has(directory)) throw invalidCode(`The zip holds ${directory} as a file and as a directory`);
      this.#directories.add(directory);
    }
  }
}
