import { createHash } from 'node:crypto';
import { invalidCode, readZip } from '@/lib/functions/read-zip';
import { CODE_MAX_BYTES } from '@/lib/functions/schema';

export interface CodeFile {
  path: string;
  /** Bytes, unpacked. */
  size: number;
}

const MAX_MB = CODE_MAX_BYTES / 1024 / 1024;
const ENTRY_EXTENSIONS = ['js', 'mjs', 'cjs'] as const;

/** Decodes the `code` of a create or update. Throws error 1401 when it is not base64, empty, or larger than 10 MB. */
export function decodeCode(base64: string): Buffer {
  if (base64.length > Math.ceil(CODE_MAX_BYTES / 3) * 4) throw invalidCode(`The zip is larger than ${MAX_MB} MB`);
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) {
    throw invalidCode('The code must be a zip in base64');
  }
  const zip = Buffer.from(base64, 'base64');
  if (zip.length > CODE_MAX_BYTES) throw invalidCode(`The zip is larger than ${MAX_MB} MB`);
  return zip;
}

/** Hex SHA-256 of a zip: the name under which its code is kept. */
export function hashCode(zip: Buffer): string {
  return createHash('sha256').update(zip).digest('hex');
}

/**
 * Checks an uploaded zip as a whole, before it is stored, and lists its files.
 * Throws error 1401 when it cannot be unpacked safely or lacks the file that `entryPoint` (`index.handler`) names.
 */
export async function readCode(zip: Buffer, entryPoint: string): Promise<CodeFile[]> {
  const files: CodeFile[] = [];
  for await (const entry of readZip(zip)) files.push({ path: entry.path, size: entry.content.length });
  const base = entryPoint.slice(0, entryPoint.lastIndexOf('.'));
  const candidates = ENTRY_EXTENSIONS.map((extension) => `${base}.${extension}`);
  if (!files.some((file) => candidates.includes(file.path))) {
    throw invalidCode(
      `The entry point ${entryPoint} needs a file ${candidates.join(', ')} in the zip; ${describeFiles(files)}`,
    );
  }
  return files;
}

function describeFiles(files: readonly CodeFile[]): string {
  if (files.length === 0) return 'it is empty';
  const names = files.slice(0, 5).map((file) => file.path);
  return `it holds ${names.join(', ')}${files.length > 5 ? ` and ${files.length - 5} more` : ''}`;
}
