import { z } from 'zod';
import { toFieldName } from '@/components/form/field-path';
import { toCodePath } from '@/components/functions/code-file';
import { STARTER } from '@/components/functions/starter';
import { type PickedZip, packFile } from '@/components/functions/zip';
import {
  FunctionInput,
  type FunctionKind,
  FunctionUpdate,
  MASKED_VALUE,
  MEMORY_LIMIT_MB,
  type PERMISSION_MODES,
  TIME_LIMIT_S,
} from '@/lib/functions/schema';
import type { FunctionCodeView, FunctionDetail } from '@/lib/functions/usage/schema';

export interface VariableRow {
  name: string;
  value: string;
  /** Its value is stored and not shown; it stays unless another one is given. */
  kept: boolean;
}

/** A function as the form holds it: numbers as typed, variables in rows, the code as text or as a chosen zip. */
export interface FunctionValues {
  name: string;
  kind: FunctionKind;
  description: string;
  code: { from: 'written' | 'zip'; source: string; zip: PickedZip | null };
  entryPoint: string;
  runtime: string;
  timeLimit: string;
  memoryLimit: string;
  environmentVariables: VariableRow[];
  executionOptions: { permissionMode: (typeof PERMISSION_MODES)[number]; defaultPriority: string };
  retryPolicy: { enabled: boolean; errorsToRetry: string[] };
  http: { url: string };
  lambda: {
    functionName: string;
    region: string;
    endpoint: string;
    qualifier: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };
}

/** What a save sends. */
export type FunctionBody = z.input<typeof FunctionInput> | z.input<typeof FunctionUpdate>;

/** What is stored and is not to be sent again unless it changes. */
export interface StoredCode {
  source?: { path: string; content: string } | undefined;
}

const NO_LAMBDA = {
  functionName: '',
  region: '',
  endpoint: '',
  qualifier: '',
  credentials: { accessKeyId: '', secretAccessKey: '' },
};

export function emptyFunction(kind: FunctionKind, from: 'written' | 'zip'): FunctionValues {
  return {
    name: '',
    kind,
    description: '',
    code: { from, source: from === 'written' ? STARTER : '', zip: null },
    entryPoint: 'index.handler',
    runtime: 'nodejs22.x',
    timeLimit: String(TIME_LIMIT_S.default),
    memoryLimit: String(MEMORY_LIMIT_MB.default),
    environmentVariables: [],
    executionOptions: { permissionMode: 'permissionRequired', defaultPriority: '' },
    retryPolicy: { enabled: false, errorsToRetry: [] },
    http: { url: '' },
    lambda: NO_LAMBDA,
  };
}

/** A stored function in the form. @param code what is in its zip, for who may see it */
export function toFunctionValues({ fn }: FunctionDetail, code: FunctionCodeView | undefined): FunctionValues {
  const source = code?.source?.content;
  const { permissionMode, defaultPriority } = fn.executionOptions;
  return {
    ...emptyFunction(fn.kind, 'zip'),
    name: fn.name,
    description: fn.description ?? '',
    code: { from: source === undefined ? 'zip' : 'written', source: source ?? '', zip: null },
    entryPoint: fn.entryPoint ?? '',
    runtime: fn.runtime ?? '',
    timeLimit: String(fn.timeLimit),
    memoryLimit: String(fn.memoryLimit),
    environmentVariables: Object.keys(fn.environmentVariables)
      .sort()
      .map((name) => ({ name, value: '', kept: true })),
    executionOptions: { permissionMode, defaultPriority: defaultPriority === undefined ? '' : String(defaultPriority) },
    retryPolicy: fn.retryPolicy,
    http: { url: fn.http?.url ?? '' },
    lambda: { ...NO_LAMBDA, ...fn.lambda },
  };
}

/** The schema of the form: what it makes of the values is what the API takes, checked as the API checks it. */
export function functionForm(stored: StoredCode | undefined): z.ZodType<FunctionBody, FunctionValues> {
  return z.custom<FunctionValues>().transform((values, context) => {
    const body = toBody(values, stored);
    const schema: z.ZodType = stored ? FunctionUpdate : FunctionInput;
    const parsed = schema.safeParse(body);
    const found = (parsed.error?.issues ?? []).map(toPlainIssue).map(({ path, message }) => ({
      path: toFunctionField(path.join('.'), values).split('.').map(toKey),
      message,
    }));
    const issues = [...found, ...findTwins(values)];
    for (const issue of issues) context.addIssue({ code: 'custom', ...issue });
    return issues.length > 0 ? z.NEVER : body;
  });
}

/** The name of the field that shows a path of the API: `environmentVariables.KEY.value` is row 2 of a list here. */
export function toFunctionField(path: string, { environmentVariables }: FunctionValues): string {
  const [field, key, ...rest] = toFieldName(path).split('.');
  if (field !== 'environmentVariables' || key === undefined) return toFieldName(path);
  const row = environmentVariables.findIndex(({ name }) => name === key);
  return row === -1 ? field : `${field}.${row}.${rest[0] ?? 'name'}`;
}

interface PlainIssue {
  path: PropertyKey[];
  message: string;
}

function toPlainIssue(issue: z.core.$ZodIssue): PlainIssue {
  const inner = issue.code === 'invalid_key' ? issue.issues[0] : undefined;
  return { path: [...issue.path], message: inner?.message ?? issue.message };
}

/** An object has each name once: the second row of a name would silently win. */
function findTwins({ environmentVariables }: FunctionValues): PlainIssue[] {
  const names = environmentVariables.map(({ name }) => name);
  return names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [{ path: ['environmentVariables', index, 'name'], message: 'is there already' }],
  );
}

function toKey(part: string): string | number {
  return /^\d+$/.test(part) ? Number(part) : part;
}

function toBody(values: FunctionValues, stored: StoredCode | undefined): FunctionBody {
  const { name, kind, description, executionOptions, retryPolicy } = values;
  const priority = executionOptions.defaultPriority.trim();
  return {
    ...(stored ? {} : { name: name.trim(), kind }),
    description,
    timeLimit: toNumber(values.timeLimit),
    executionOptions: {
      permissionMode: executionOptions.permissionMode,
      ...(priority === '' ? {} : { defaultPriority: Number(priority) }),
    },
    retryPolicy,
    ...toKindBody[kind](values, stored),
  };
}

const toKindBody = {
  local: (values: FunctionValues, stored: StoredCode | undefined) => {
    const code = toCode(values, stored);
    return {
      ...(code === undefined ? {} : { code }),
      entryPoint: values.entryPoint.trim(),
      runtime: values.runtime.trim(),
      memoryLimit: toNumber(values.memoryLimit),
      environmentVariables: toVariables(values.environmentVariables),
    };
  },
  http: ({ http }: FunctionValues) => ({ http: { url: http.url.trim() } }),
  lambda: ({ lambda }: FunctionValues) => {
    const { endpoint, qualifier, credentials } = lambda;
    const hasCredentials = credentials.accessKeyId !== '' || credentials.secretAccessKey !== '';
    return {
      lambda: {
        functionName: lambda.functionName.trim(),
        region: lambda.region.trim(),
        ...(endpoint.trim() ? { endpoint: endpoint.trim() } : {}),
        ...(qualifier.trim() ? { qualifier: qualifier.trim() } : {}),
        ...(hasCredentials ? { credentials } : {}),
      },
    };
  },
} as const satisfies Record<FunctionKind, (values: FunctionValues, stored: StoredCode | undefined) => object>;

/** Base64 of the zip that is to be stored; undefined when what is stored stays, or nothing was given. */
function toCode({ code, entryPoint }: FunctionValues, stored: StoredCode | undefined): string | undefined {
  if (code.from === 'zip') return code.zip?.base64;
  const path = toCodePath(entryPoint.trim(), code.source, stored?.source?.path);
  const isStored = stored?.source?.path === path && stored.source.content === code.source;
  return isStored ? undefined : packFile(path, code.source);
}

function toVariables(rows: readonly VariableRow[]): Record<string, { value: string }> {
  return Object.fromEntries(rows.map(({ name, value, kept }) => [name, { value: kept ? MASKED_VALUE : value }]));
}

/** What is no number gets the message of one that is out of bounds. */
function toNumber(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : 0;
}
