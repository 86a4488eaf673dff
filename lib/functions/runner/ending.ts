import type { JsonValue } from '@/lib/format/json';
import {
  type FunctionError,
  type FunctionOutcome,
  interrupted,
  type LocalFunction,
  timeLimitExceeded,
} from '@/lib/functions/outcome';
import type { LogLine } from '@/lib/functions/schema';

/** How a run in a child process came to its end. */
export type Ending =
  | { kind: 'result'; json: string | undefined }
  | { kind: 'error'; name: string; message: string }
  | { kind: 'refused' }
  | { kind: 'stopped'; why: 'time' | 'memory' | 'abort' }
  | { kind: 'exited'; code: number | null; signal: string | null; heapExhausted: boolean }
  | { kind: 'disconnected' };

/** Errors that the same code will make again: no retry can help. */
const PERMANENT_ERRORS = new Set(['HandlerNotFound']);

/** Puts an ending into words that a person understands. */
export function toOutcome(ending: Ending, fn: LocalFunction, logs: LogLine[]): FunctionOutcome {
  switch (ending.kind) {
    case 'result':
      return { status: 'succeeded', result: parseResult(ending.json), logs };
    case 'error':
      return failed(ending.name, ending.message, logs, !PERMANENT_ERRORS.has(ending.name));
    case 'stopped':
      if (ending.why === 'abort') return interrupted(logs);
      return ending.why === 'time' ? timeLimitExceeded(fn.timeLimit, 'runtime', logs) : memoryExceeded(fn, logs);
    case 'exited':
      return ending.heapExhausted ? memoryExceeded(fn, logs) : exited(ending.code, ending.signal, logs);
    case 'disconnected':
      return failed('ChannelClosed', 'The function closed its connection to the server without a result', logs);
    case 'refused':
      return notStarted('The process of the function ended before the run began', logs);
  }
}

/** A run that never began, through no fault of the function's code. */
export function notStarted(message: string, logs: LogLine[] = []): FunctionOutcome {
  return failed('NotStarted', message, logs, true, 'invocation');
}

function memoryExceeded(fn: LocalFunction, logs: LogLine[]): FunctionOutcome {
  const message = `The function used more than its memory limit of ${fn.memoryLimit} MB`;
  return failed('MemoryLimitExceeded', message, logs);
}

function exited(code: number | null, signal: string | null, logs: LogLine[]): FunctionOutcome {
  if (signal) return failed('Crashed', `The function's process was ended by ${signal} without a result`, logs);
  return failed('ExitedWithoutResult', `The function exited with code ${code ?? 0} without a result`, logs);
}

function failed(
  name: string,
  message: string,
  logs: LogLine[],
  retryable = true,
  type: FunctionError['type'] = 'runtime',
): FunctionOutcome {
  return { status: 'failed', error: { type, name, message }, retryable, logs };
}

function parseResult(json: string | undefined): JsonValue | undefined {
  return json === undefined ? undefined : (JSON.parse(json) as JsonValue);
}
