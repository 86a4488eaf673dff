import { z } from 'zod';
import type { JsonObject } from '@/lib/format/json';
import { ObjectId } from '@/lib/format/object-id';
import { FUNCTION_KINDS } from './constants';

export const CODE_MAX_BYTES = 10 * 1024 * 1024;
export const TIME_LIMIT_S = { min: 3, max: 300, default: 30 } as const;
export const MEMORY_LIMIT_MB = { min: 128, max: 10_240, default: 128 } as const;
/** The longest time limit with which a function can be executed directly: callers give up on slower requests. */
export const DIRECT_TIME_LIMIT_S = 30;
/** Direct executions at a time: leaves the function processes some room for queued tasks. */
export const MAX_DIRECT_EXECUTIONS = 6;
export const ENVIRONMENT_MAX_BYTES = 4_096;
/** Stands where a value is that is never shown again. Sent back in an update, it means: as it was. */
export const MASKED_VALUE = '********';
const URL_MAX_LENGTH = 2_048;

/** Where a function runs: here in a child process, behind a URL, or on AWS Lambda. */
export const FunctionKind = z.enum(FUNCTION_KINDS);
export type FunctionKind = z.infer<typeof FunctionKind>;

export const FunctionName = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, hyphens or underscores');

/** `file.export`, as in `index.handler` or `src/index.handler`: the file has no extension here. */
const EntryPoint = z
  .string()
  .max(256)
  .regex(/^(?!.*\.\.)[\w-][\w.-]*(?:\/[\w-][\w.-]*)*\.[A-Za-z_$][\w$]*$/, 'must look like index.handler');

const Runtime = z
  .string()
  .regex(/^nodejs\d{2}\.x$/, 'must be a Node.js runtime such as nodejs20.x: only JavaScript runs here');

const timeLimitMessage = `must be ${TIME_LIMIT_S.min} to ${TIME_LIMIT_S.max} whole seconds`;
const TimeLimit = z
  .number()
  .int(timeLimitMessage)
  .min(TIME_LIMIT_S.min, timeLimitMessage)
  .max(TIME_LIMIT_S.max, timeLimitMessage);

const memoryLimitMessage = `must be ${MEMORY_LIMIT_MB.min} to ${MEMORY_LIMIT_MB.max} whole megabytes`;
const MemoryLimit = z
  .number()
  .int(memoryLimitMessage)
  .min(MEMORY_LIMIT_MB.min, memoryLimitMessage)
  .max(MEMORY_LIMIT_MB.max, memoryLimitMessage);

/** Names that steer Node or the loader itself; setting them would undo the limits a function runs under. */
const RESERVED_VARIABLE = /^(?:NODE_OPTIONS|NODE_PATH|NODE_CHANNEL_.*|NODE_REPL_.*|LD_.*|DYLD_.*)$/;
const VariableName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be letters, digits and underscores, not starting with a digit')
  .refine((name) => !RESERVED_VARIABLE.test(name), 'is a reserved name');

const EnvironmentVariables = z
  .record(
    VariableName,
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a NUL byte cannot be passed to a process
    z.object({ value: z.string().regex(/^[^\u0000]*$/, 'must not contain a NUL character') }),
  )
  .refine((variables) => environmentBytes(variables) <= ENVIRONMENT_MAX_BYTES, {
    message: `names and values together may take ${ENVIRONMENT_MAX_BYTES} bytes`,
  });
export type EnvironmentVariables = z.infer<typeof EnvironmentVariables>;

function environmentBytes(variables: Record<string, { value: string }>): number {
  const encoder = new TextEncoder();
  return Object.entries(variables).reduce((sum, [name, { value }]) => sum + encoder.encode(name + value).length, 0);
}

export const PERMISSION_MODES = ['permissionRequired', 'allUsers', 'public'] as const;
const Priority = z.number().int().min(-1_000_000).max(1_000_000);
export const ExecutionOptions = z.object({
  permissionMode: z.enum(PERMISSION_MODES).default('permissionRequired'),
  defaultPriority: Priority.optional(),
});

/** 3 retries after 2, 5 and 10 s when enabled; an empty list means every error. */
const RetryPolicy = z.object({
  enabled: z.boolean().default(false),
  errorsToRetry: z.array(z.string().min(1).max(256)).max(100).default([]),
});

const HttpUrl = z
  .string()
  .max(URL_MAX_LENGTH)
  .refine((value) => {
    const url = URL.canParse(value) ? new URL(value) : undefined;
    return (url?.protocol === 'https:' || url?.protocol === 'http:') && !url.username && !url.password;
  }, 'must be an http(s) URL without user name and password');

const HttpTarget = z.object({ url: HttpUrl });
const LambdaTarget = z.object({
  /** Name, partial or full ARN of the Lambda function. */
  functionName: z.string().regex(/^[A-Za-z0-9_:$/.-]{1,256}$/, 'must be a Lambda function name or ARN'),
  region: z.string().regex(/^[a-z0-9-]{1,32}$/, 'must be a region such as eu-west-1'),
  endpoint: HttpUrl.optional(),
  qualifier: z
    .string()
    .regex(/^[A-Za-z0-9$_-]{1,128}$/, 'must be a version or alias')
    .optional(),
});
export type LambdaTarget = z.infer<typeof LambdaTarget>;

/** Write-only: kept encrypted, never answered. Without them the server's own AWS credentials are used. */
export const LambdaCredentials = z.object({
  accessKeyId: z.string().min(1).max(128),
  secretAccessKey: z.string().min(1).max(256),
});
export type LambdaCredentials = z.infer<typeof LambdaCredentials>;

/** Write-only signing secret of an HTTP function (Standard Webhooks); the server makes one when none is given. */
const SigningSecret = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{32,128}={0,2}$/, 'must be whsec_ followed by at least 24 bytes in base64');

const fields = {
  name: FunctionName,
  kind: FunctionKind,
  description: z.string().max(2_048),
  /** Base64 of a zip; how it is decoded and checked (error 1401) is not this schema's business. */
  code: z.string().min(1, 'is required'),
  entryPoint: EntryPoint,
  runtime: Runtime,
  timeLimit: TimeLimit,
  memoryLimit: MemoryLimit,
  environmentVariables: EnvironmentVariables,
  executionOptions: ExecutionOptions,
  retryPolicy: RetryPolicy,
  enabled: z.boolean(),
  http: HttpTarget.extend({ secret: SigningSecret.optional() }),
  lambda: LambdaTarget.extend({ credentials: LambdaCredentials.optional() }),
};

/** Body of `POST /tasks/v1/functions`. Which fields a kind needs is checked here too. */
export const FunctionInput = z
  .object({
    name: fields.name,
    kind: fields.kind.default('local'),
    description: fields.description.optional(),
    code: fields.code.optional(),
    entryPoint: fields.entryPoint.optional(),
    runtime: fields.runtime.optional(),
    timeLimit: fields.timeLimit.default(TIME_LIMIT_S.default),
    memoryLimit: fields.memoryLimit.default(MEMORY_LIMIT_MB.default),
    environmentVariables: fields.environmentVariables.default({}),
    executionOptions: fields.executionOptions.default({ permissionMode: 'permissionRequired' }),
    retryPolicy: fields.retryPolicy.default({ enabled: false, errorsToRetry: [] }),
    enabled: fields.enabled.default(true),
    http: fields.http.optional(),
    lambda: fields.lambda.optional(),
  })
  .superRefine((input, context) => {
    for (const field of FIELDS_OF_KIND[input.kind]) {
      if (input[field] === undefined) {
        context.addIssue({
          code: 'invalid_type',
          expected: 'nonoptional',
          input: undefined,
          path: [field],
          message: 'is required',
        });
      }
    }
  });
export type FunctionInput = z.infer<typeof FunctionInput>;

/** What each kind cannot do without. */
const FIELDS_OF_KIND = {
  local: ['code', 'entryPoint', 'runtime'],
  http: ['http'],
  lambda: ['lambda'],
} as const satisfies Record<FunctionKind, readonly string[]>;

/** Body of `PUT /tasks/v1/functions/{name}`. `name` and `kind` are accepted only when they are the stored ones. */
export const FunctionUpdate = z.object(fields).partial();
export type FunctionUpdate = z.infer<typeof FunctionUpdate>;

/** A stored function, without its code and secrets. Timestamps are epoch milliseconds. */
export const TaskFunction = z.object({
  id: ObjectId,
  name: fields.name,
  kind: fields.kind,
  description: fields.description.optional(),
  entryPoint: fields.entryPoint.optional(),
  runtime: fields.runtime.optional(),
  /** Hex SHA-256 of the zip; only a local function has one. */
  codeHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  timeLimit: fields.timeLimit,
  memoryLimit: fields.memoryLimit,
  environmentVariables: fields.environmentVariables,
  executionOptions: fields.executionOptions,
  retryPolicy: fields.retryPolicy,
  enabled: fields.enabled,
  /** When it was switched off because its target answered 410; gone once somebody enables it. */
  pausedTimestamp: z.number().int().optional(),
  http: HttpTarget.optional(),
  lambda: LambdaTarget.optional(),
  creationTimestamp: z.number().int(),
  updateTimestamp: z.number().int(),
});
export type TaskFunction = z.infer<typeof TaskFunction>;

/** Body of `POST /tasks/v1/functions/{name}/execute`. */
export const ExecuteInput = z.object({
  data: z.record(z.string(), z.json()).optional() as unknown as z.ZodOptional<z.ZodType<JsonObject, JsonObject>>,
});

/** One line that a function wrote. `timestamp` is epoch milliseconds. */
export const LogLine = z.object({ timestamp: z.number().int(), message: z.string() });
export type LogLine = z.infer<typeof LogLine>;
