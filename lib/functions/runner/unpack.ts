import { randomBytes } from 'node:crypto';
import { access, mkdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { hashCode } from '@/lib/functions/read-code';
import { invalidCode, readZip } from '@/lib/functions/read-zip';

/**
 * Makes sure that the zip with this hash lies unpacked in `<root>/<hash>` and answers that directory's real path.
 * Unpacked beside it and renamed, so a directory of that name is always whole, also after a crash.
 * Throws error 1401 when the zip cannot be unpacked or is not the one that the hash names.
 */
export async function unpackCode(root: string, codeHash: string, read: () => Promise<Buffer>): Promise<string> {
  const target = path.join(root, codeHash);
  if (await exists(target)) return realpath(target);
  const zip = await read();
  if (hashCode(zip) !== codeHash) throw invalidCode('The stored code is not the code that was uploaded');
  const staging = path.join(root, `.${codeHash}-${randomBytes(6).toString('hex')}`);
  try {
    await writeFiles(staging, zip);
    await rename(staging, target);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    // Somebody else was first: theirs is the same code.
    if (!(await exists(target))) throw error;
  }
  return realpath(target);
}

async function writeFiles(directory: string, zip: Buffer): Promise<void> {
  await mkdir(directory, { recursive: true });
  // Node looks upwards for the nearest package.json: the code must not inherit the module type of a directory above.
  await writeFile(path.join(directory, 'package.json'), '{}\n');
  for await (const entry of readZip(zip)) {
    const file = path.join(directory, ...entry.path.split('/'));
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, entry.content);
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
