import type { TaskLogLine } from '@/lib/tasks/schema';

/** Where the code of local functions lies on the server: only what stands behind it means something to its author. */
const CODE_DIRECTORY = /(?:file:\/\/)?[^\s()'"]*\/[0-9a-f]{64}\//g;
const FRAME = /^\s+at\s/;

export interface RunLog {
  /** What the function wrote, without the stack of its error. */
  lines: TaskLogLine[];
  /** The frames of the error's stack that lie in the function's own code, as `handler (index.js:3:9)`. */
  stack: string[];
}

/** Takes what a run wrote apart: the stack of the error that ended it stands last, behind all else. */
export function readRunLog(
  logs: readonly TaskLogLine[],
  error: { name?: string | undefined; message: string } | undefined,
): RunLog {
  const start = error ? findStack(logs, error.message) : -1;
  const lines = (start === -1 ? logs : logs.slice(0, start)).map((line) => ({ ...line, message: toOwn(line.message) }));
  const stack = start === -1 ? [] : logs.slice(start).map(({ message }) => message);
  return { lines, stack: stack.filter(isOwnPlace).map((frame) => toOwn(frame).replace(FRAME, '').trim()) };
}

/** Index of the line that begins the stack; a syntax error begins with its place, a few lines before its message. */
function findStack(logs: readonly TaskLogLine[], message: string): number {
  const [firstLine = ''] = message.split('\n');
  if (!firstLine) return -1;
  const named = logs.findLastIndex(
    (line, index) =>
      line.message.includes(firstLine) && FRAME.test(logs[index + message.split('\n').length]?.message ?? ''),
  );
  if (named === -1) return -1;
  for (let index = named - 1; index >= Math.max(0, named - 6); index--) {
    if (/\/[0-9a-f]{64}\/[^\s]+:\d+$/.test(logs[index]?.message ?? '')) return index;
  }
  return named;
}

function isOwnPlace(line: string): boolean {
  return /\/[0-9a-f]{64}\//.test(line);
}

function toOwn(text: string): string {
  return text.replace(CODE_DIRECTORY, '');
}
