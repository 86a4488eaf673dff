import type { JsonObject, JsonValue } from '@/lib/format/json';
import type {
  EnvironmentVariables,
  FunctionKind,
  LambdaCredentials,
  LambdaTarget,
  LogLine,
} from '@/lib/functions/schema';

interface RunnableBase {
  name: string;
  /** Seconds. */
  timeLimit: number;
}

export interface LocalFunction extends RunnableBase {
  kind: 'local';
  /** Megabytes. */
  memoryLimit: number;
  /** Hex SHA-256 of the zip. */
  codeHash: string;
  entryPoint: string;
  environmentVariables: EnvironmentVariables;
  /** The zip; read only when this code has not been unpacked yet. */
  readCode: () => Promise<Buffer>;
}

export interface HttpFunction extends RunnableBase {
  kind: 'http';
  url: string;
  /** `whsec_…`, decrypted. */
  secret: string;
  /** The secret before it, for a day: calls carry a signature by each, so that a receiver can change without a gap. */
  previousSecret?: string;
}

export interface LambdaFunction extends RunnableBase {
  kind: 'lambda';
  lambda: LambdaTarget;
  /** Decrypted. Without them the AWS SDK looks for the server's own. */
  credentials?: LambdaCredentials;
}

/** A function with everything decrypted that running it takes. */
export type RunnableFunction = LocalFunction | HttpFunction | LambdaFunction;

/** One attempt to run a function for a task. */
export interface FunctionCall<Fn extends RunnableFunction = RunnableFunction> {
  taskId: string;
  /** Stays the same for every attempt of the same work. */
  idempotencyKey: string;
  /** 1 for the first attempt. */
  attempt: number;
  /** The task as the wire contract shows it: what the handler receives. */
  task: JsonObject;
  fn: Fn;
}

/** `runtime`: the function ran and went wrong. `invocation`: it could not be run, or we cannot know whether it did. */
export interface FunctionError {
  type: 'runtime' | 'invocation';
  name: string;
  message: string;
}

export interface FunctionFailure {
  status: 'failed';
  error: FunctionError;
  /** False when doing it again cannot help; when true the retry policy decides. */
  retryable: boolean;
  /** The least wait before the next attempt, asked for by the function; at most an hour. */
  retryAfterMs?: number;
  /** The target was not reached, or takes nothing at the moment, whatever the task: its breaker counts these. */
  unavailable?: boolean;
  /** The function says that it is gone for good: call it no more until a person has looked. */
  pauseFunction?: boolean;
  logs: LogLine[];
}

export type FunctionOutcome = { status: 'succeeded'; result: JsonValue | undefined; logs: LogLine[] } | FunctionFailure;

/** Runs functions of one kind, or of all. `execute` never throws: what goes wrong is an outcome. */
export interface FunctionExecutor<Fn extends RunnableFunction = RunnableFunction> {
  execute(call: FunctionCall<Fn>, signal: AbortSignal): Promise<FunctionOutcome>;
  close(): Promise<void>;
}

/** One executor for each kind. */
export type ExecutorRegistry = {
  [Kind in FunctionKind]: FunctionExecutor<Extract<RunnableFunction, { kind: Kind }>>;
};

/** The result that a function may answer: larger ones belong in a store of its own. */
export const RESULT_MAX_BYTES = 1024 * 1024;

/** The outcome of a call that was stopped from our side (shut-down, cancel); nothing is known about its effect. */
export function interrupted(logs: LogLine[] = []): FunctionFailure {
  const error = { type: 'invocation', name: 'Interrupted', message: 'The run was stopped before it finished' } as const;
  return { status: 'failed', error, retryable: true, logs };
}

/** The outcome of a call that took longer than `timeLimit` seconds. */
export function timeLimitExceeded(timeLimit: number, type: FunctionError['type'], logs: LogLine[]): FunctionFailure {
  const message = `The function ran longer than its time limit of ${timeLimit} s`;
  return { status: 'failed', error: { type, name: 'TimeLimitExceeded', message }, retryable: true, logs };
}
