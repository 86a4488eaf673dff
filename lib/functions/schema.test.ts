import { describe, expect, test } from 'vitest';
import { parseFunction } from '@/lib/functions/parse-function';
import { FunctionInput, FunctionUpdate } from '@/lib/functions/schema';

const LOCAL = { name: 'greet', code: 'UEsDBA==', entryPoint: 'index.handler', runtime: 'nodejs20.x' };
const HTTP = { name: 'hook', kind: 'http', http: { url: 'https://example.com/hook' } };
const LAMBDA = { name: 'cloud', kind: 'lambda', lambda: { functionName: 'my-fn', region: 'eu-west-1' } };

const codeOf = (body: object, schema: typeof FunctionInput | typeof FunctionUpdate = FunctionInput) => {
  try {
    parseFunction(schema, body);
  } catch (error) {
    return (error as { code: number }).code;
  }
  return undefined;
};

test('the contract’s fields alone make a local function with the contract’s defaults', () => {
  expect(parseFunction(FunctionInput, LOCAL)).toEqual({
    ...LOCAL,
    kind: 'local',
    timeLimit: 30,
    memoryLimit: 128,
    environmentVariables: {},
    executionOptions: { permissionMode: 'permissionRequired' },
    retryPolicy: { enabled: false, errorsToRetry: [] },
    enabled: true,
  });
});

test('each kind needs its own fields, and says which', () => {
  expect(codeOf(HTTP)).toBeUndefined();
  expect(codeOf(LAMBDA)).toBeUndefined();
  expect(codeOf({ name: 'x', kind: 'http' })).toBe(14);
  expect(codeOf({ name: 'x', kind: 'lambda' })).toBe(14);
  expect(() => parseFunction(FunctionInput, { name: 'x' })).toThrow('code, entryPoint, runtime');
});

test('an update changes what it names and adds no defaults', () => {
  expect(parseFunction(FunctionUpdate, { description: 'new' })).toEqual({ description: 'new' });
  expect(parseFunction(FunctionUpdate, {})).toEqual({});
  expect(codeOf({ timeLimit: 1 }, FunctionUpdate)).toBe(1402);
});

describe('settings out of bounds are error 1402', () => {
  test.each([
    { timeLimit: 2 },
    { timeLimit: 301 },
    { timeLimit: 3.5 },
    { memoryLimit: 127 },
    { memoryLimit: 10_241 },
    { entryPoint: 'index' },
    { entryPoint: '../index.handler' },
    { entryPoint: '/index.handler' },
    { entryPoint: 'a//b.handler' },
    { entryPoint: 'index.not-a-name' },
    { runtime: 'python3.12' },
    { environmentVariables: { '1A': { value: 'x' } } },
    { environmentVariables: { NODE_OPTIONS: { value: '--inspect' } } },
    { environmentVariables: { LD_PRELOAD: { value: 'x.so' } } },
    { environmentVariables: { A: { value: 'x'.repeat(4_096) } } },
    { environmentVariables: { A: { value: 'é'.repeat(2_048) } } },
    { environmentVariables: { A: { value: 'a\0b' } } },
    { executionOptions: { permissionMode: 'everybody' } },
    { executionOptions: { defaultPriority: 1e9 } },
    { retryPolicy: { enabled: true, errorsToRetry: [''] } },
  ])('%j', (settings) => {
    expect(codeOf({ ...LOCAL, ...settings })).toBe(1402);
  });

  test.each(['ftp://example.com', 'https://user:pw@example.com', 'nowhere', `https://e.com/${'a'.repeat(2_048)}`])(
    'the URL %s',
    (url) => {
      expect(codeOf({ ...HTTP, http: { url } })).toBe(1402);
    },
  );

  test.each([{ region: 'EU West' }, { functionName: 'a b' }, { endpoint: 'nowhere' }, { qualifier: 'a/b' }])(
    'the Lambda setting %j',
    (settings) => {
      expect(codeOf({ ...LAMBDA, lambda: { ...LAMBDA.lambda, ...settings } })).toBe(1402);
    },
  );
});

test('the bounds themselves are inside', () => {
  for (const settings of [
    { timeLimit: 3 },
    { timeLimit: 300 },
    { memoryLimit: 128 },
    { memoryLimit: 10_240 },
    { environmentVariables: { A: { value: 'x'.repeat(4_095) } } },
    { entryPoint: 'src/app.main-file.handler' },
    { executionOptions: { defaultPriority: 5 } },
    { retryPolicy: { enabled: true } },
  ]) {
    expect(codeOf({ ...LOCAL, ...settings })).toBeUndefined();
  }
});

test('wrong types and names are ordinary field errors', () => {
  expect(codeOf({ ...LOCAL, timeLimit: '30' })).toBe(15);
  expect(codeOf({ ...LOCAL, name: 'with space' })).toBe(15);
  expect(codeOf({ ...LOCAL, name: 'a'.repeat(65) })).toBe(15);
  expect(codeOf({ ...LOCAL, kind: 'docker' })).toBe(15);
  expect(codeOf({ ...LOCAL, environmentVariables: { A: 'x' } })).toBe(15);
});
