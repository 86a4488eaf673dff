import { describe, expect, it } from 'vitest';
import type { FunctionDetail } from '@/lib/functions/usage/schema';
import { emptyFunction, type FunctionValues, functionForm, toFunctionField, toFunctionValues } from './form-values';
import { packFile } from './zip';

const SOURCE = 'exports.handler = () => 1;\n';
const DETAIL: FunctionDetail = {
  fn: {
    id: 'a'.repeat(24),
    name: 'erase',
    kind: 'local',
    entryPoint: 'index.handler',
    runtime: 'nodejs20.x',
    timeLimit: 30,
    memoryLimit: 128,
    environmentVariables: { KEY: { value: '********' } },
    executionOptions: { permissionMode: 'permissionRequired' },
    retryPolicy: { enabled: false, errorsToRetry: [] },
    enabled: true,
    creationTimestamp: 1,
    updateTimestamp: 1,
  },
  hasCredentials: false,
  failures24h: 0,
  waiting: 0,
  usedBy: { total: 0, dispatchers: [], schedules: [], computed: 0 },
};
const CODE = { size: 1, files: [{ path: 'index.js', size: 27 }], source: { path: 'index.js', content: SOURCE } };

const written = (changes: Partial<FunctionValues> = {}): FunctionValues => ({
  ...emptyFunction('local', 'written'),
  name: 'erase',
  ...changes,
});
/** The fields with a complaint, by name. */
const complaints = (values: FunctionValues, stored?: Parameters<typeof functionForm>[0]) =>
  functionForm(stored)
    .safeParse(values)
    .error?.issues.map(({ path }) => path.join('.')) ?? [];

describe('a new function', () => {
  it('is sent as the API takes it, with its text packed into a zip', () => {
    const body = functionForm(undefined).parse(
      written({ timeLimit: ' 5 ', code: { from: 'written', source: SOURCE, zip: null } }),
    );
    expect(body).toMatchObject({ name: 'erase', kind: 'local', timeLimit: 5, code: packFile('index.js', SOURCE) });
    expect(body).not.toHaveProperty('http');
  });

  it('complains at the fields that are wrong', () => {
    expect(complaints(written({ name: 'a b' }))).toEqual(['name']);
    expect(complaints(written({ timeLimit: 'soon', memoryLimit: '' }))).toEqual(['timeLimit', 'memoryLimit']);
    expect(complaints(written({ entryPoint: 'index' }))).toEqual(['entryPoint']);
    expect(complaints({ ...emptyFunction('local', 'zip'), name: 'a' })).toEqual(['code']);
    expect(complaints({ ...emptyFunction('http', 'zip'), name: 'a', http: { url: 'ftp://a' } })).toEqual(['http.url']);
    expect(complaints({ ...emptyFunction('lambda', 'zip'), name: 'a' })).toEqual([
      'lambda.functionName',
      'lambda.region',
    ]);
  });

  it('complains at the row of a variable: a name that cannot be one, is reserved, or is there already', () => {
    const row = (name: string) => ({ name, value: 'x', kept: false });
    const rows = [row('GOOD'), row('1'), row('NODE_OPTIONS'), row('GOOD')];
    const names = complaints(written({ environmentVariables: rows }));
    expect(names.sort()).toEqual([1, 2, 3].map((index) => `environmentVariables.${index}.name`));
  });

  it('leads an error of the server to the row of its variable', () => {
    const values = written({ environmentVariables: [{ name: 'A', value: '', kept: false }] });
    expect(toFunctionField('environmentVariables.A.value', values)).toBe('environmentVariables.0.value');
    expect(toFunctionField('environmentVariables', values)).toBe('environmentVariables');
    expect(toFunctionField('executionOptions.defaultPriority', values)).toBe('executionOptions.defaultPriority');
  });
});

describe('a stored function', () => {
  it('sends neither its name, nor code that is as it was, and keeps the values that nobody replaced', () => {
    const body = functionForm({ source: CODE.source }).parse(toFunctionValues(DETAIL, CODE));
    expect(body).not.toHaveProperty('name');
    expect(body).not.toHaveProperty('code');
    expect(body).toMatchObject({ environmentVariables: { KEY: { value: '********' } } });
  });

  it('sends its code once a letter of it, or the file that it is in, is another one', () => {
    const values = toFunctionValues(DETAIL, CODE);
    const edited = { ...values, code: { ...values.code, source: `${SOURCE}//` } };
    expect(functionForm({ source: CODE.source }).parse(edited)).toHaveProperty('code');
    expect(functionForm({ source: CODE.source }).parse({ ...values, entryPoint: 'main.handler' })).toHaveProperty(
      'code',
    );
  });

  it('keeps the zip that it has unless another one is chosen', () => {
    const values = toFunctionValues(DETAIL, { size: 1, files: [] });
    expect(values.code.from).toBe('zip');
    expect(functionForm({}).parse(values)).not.toHaveProperty('code');
    const zip = { name: 'a.zip', size: 1, base64: 'UEsFBg==', files: [] };
    expect(functionForm({}).parse({ ...values, code: { ...values.code, zip } })).toMatchObject({ code: zip.base64 });
  });
});
