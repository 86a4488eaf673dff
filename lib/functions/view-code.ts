import { readFunctionCode } from '@/db/functions';
import { type Principal, requirePermission } from '@/lib/auth/principal';
import { resourceUnknown } from '@/lib/errors/service-error';
import { getFunction } from './get';
import { readZip } from './read-zip';
import type { FunctionCodeView } from './usage/schema';

/** More than anybody edits in a browser. */
const SOURCE_MAX_BYTES = 256 * 1024;

/**
 * What is in a local function's zip. Code stays write-only in `tasks/v1`; who may replace a function may also read the
 * one file that was written for it in the browser.
 * @throws ServiceError 10, 16 (no such function, or none with code).
 */
export async function viewFunctionCode(principal: Principal, name: string): Promise<FunctionCodeView> {
  requirePermission(principal, 'UPDATE_TASK_FUNCTION');
  const { codeHash } = await getFunction(name);
  if (codeHash === undefined) throw resourceUnknown('code of the function', name);
  const zip = await readFunctionCode(codeHash);
  const files: FunctionCodeView['files'] = [];
  let first: { path: string; content: Buffer } | undefined;
  for await (const entry of readZip(zip)) {
    first ??= entry;
    files.push({ path: entry.path, size: entry.content.length });
  }
  const content = files.length === 1 && first ? toText(first.content) : undefined;
  if (content === undefined || !first) return { size: zip.length, files };
  return { size: zip.length, files, source: { path: first.path, content } };
}

/** The text that these bytes are in UTF-8; undefined when they are none, or too many. */
function toText(bytes: Buffer): string | undefined {
  if (bytes.length > SOURCE_MAX_BYTES) return undefined;
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) && !text.includes('\0') ? text : undefined;
}
