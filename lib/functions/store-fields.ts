import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { FunctionCode, FunctionFields } from '@/db/functions';
import { secretBox } from '@/lib/server/context';
import { type FunctionSecrets, secretsPlace } from './load-function';
import { decodeCode, hashCode, readCode } from './read-code';
import type { FunctionInput, TaskFunction } from './schema';

const PREVIOUS_SECRET_MS = 24 * 3_600_000;

/** A function's settings without what is stored elsewhere: its zip and its secrets. */
export type PlainSettings = Omit<FunctionInput, 'code'> & Pick<TaskFunction, 'pausedTimestamp'>;

/** Splits what a function is into what may be shown and what is kept encrypted. */
export function toFields(
  settings: PlainSettings,
  secrets: FunctionSecrets,
  codeHash: string | undefined,
): FunctionFields {
  const { name, kind, enabled, environmentVariables: _variables, http, lambda, ...rest } = settings;
  const definition = {
    ...rest,
    ...(http ? { http: { url: http.url } } : {}),
    ...(lambda ? { lambda: omit(lambda, 'credentials') } : {}),
  };
  const secretsCiphertext = secretBox().seal(JSON.stringify(secrets), secretsPlace(name));
  return { name, kind, enabled, definition, secretsCiphertext, codeHash };
}

/** What is to be kept secret of an input; `before` is what stays when the input does not say otherwise. */
export function toSecrets(settings: PlainSettings, before: FunctionSecrets | undefined, now: number): FunctionSecrets {
  const httpSecret = settings.http?.secret ?? before?.httpSecret ?? newSigningSecret();
  const lambdaCredentials = settings.lambda?.credentials ?? before?.lambdaCredentials;
  return {
    environmentVariables: settings.environmentVariables,
    ...(settings.kind === 'http' ? { httpSecret, ...keepPrevious(httpSecret, before, now) } : {}),
    ...(lambdaCredentials ? { lambdaCredentials } : {}),
  };
}

/** A secret that was replaced signs on for a day beside the new one. */
function keepPrevious(httpSecret: string, before: FunctionSecrets | undefined, now: number): Partial<FunctionSecrets> {
  const replaced = before?.httpSecret !== undefined && before.httpSecret !== httpSecret ? before.httpSecret : undefined;
  if (replaced !== undefined) return { previousHttpSecret: { secret: replaced, until: now + PREVIOUS_SECRET_MS } };
  const kept = before?.previousHttpSecret;
  return kept && kept.until > now ? { previousHttpSecret: kept } : {};
}

/** The paths of secrets that are others now, for the audit log. */
export function changedSecrets(before: FunctionSecrets, after: FunctionSecrets): string[] {
  const names = new Set([...Object.keys(before.environmentVariables), ...Object.keys(after.environmentVariables)]);
  const variables = [...names].filter(
    (name) => before.environmentVariables[name]?.value !== after.environmentVariables[name]?.value,
  );
  return [
    ...variables.map((name) => `environmentVariables.${name}`),
    ...(before.httpSecret === after.httpSecret ? [] : ['http.secret']),
    ...(isDeepStrictEqual(before.lambdaCredentials, after.lambdaCredentials) ? [] : ['lambda.credentials']),
  ];
}

/** Decodes and checks an uploaded zip. @throws ServiceError 1401. */
export async function checkCode(code: string, entryPoint: string): Promise<FunctionCode> {
  const zip = decodeCode(code);
  await readCode(zip, entryPoint);
  return { hash: hashCode(zip), zip };
}

/** A Standard Webhooks secret: `whsec_` and 24 random bytes in base64. */
export function newSigningSecret(): string {
  return `whsec_${randomBytes(24).toString('base64')}`;
}

function omit<T extends object, Key extends keyof T>(value: T, key: Key): Omit<T, Key> {
  const { [key]: _omitted, ...rest } = value;
  return rest;
}
