import { InvokeCommand, type InvokeCommandOutput } from '@aws-sdk/client-lambda';
import { isJsonObject, type JsonValue } from '@/lib/format/json';
import { LambdaClients } from '@/lib/functions/lambda-clients';
import { payloadTooLarge, toLambdaFailure } from '@/lib/functions/lambda-failure';
import {
  type FunctionCall,
  type FunctionExecutor,
  type FunctionOutcome,
  interrupted,
  type LambdaFunction,
  RESULT_MAX_BYTES,
  timeLimitExceeded,
} from '@/lib/functions/outcome';
import { toMeta, toPayload } from '@/lib/functions/payload';
import { LogCollector } from '@/lib/functions/runner/log-collector';
import type { TargetGuard } from '@/lib/http/target-guard';

/** Lambda's limit for a synchronous invocation. */
export const PAYLOAD_MAX_BYTES = 6 * 1024 * 1024;

/** Invokes AWS Lambda functions and waits for their answer: accepting an asynchronous call would prove nothing. */
export function createLambdaExecutor(guard: TargetGuard): FunctionExecutor<LambdaFunction> {
  const clients = new LambdaClients(guard);
  return {
    execute: (call, signal) => callLambda(call, signal, clients),
    close: async () => clients.close(),
  };
}

async function callLambda(
  call: FunctionCall<LambdaFunction>,
  signal: AbortSignal,
  clients: LambdaClients,
): Promise<FunctionOutcome> {
  const { lambda, timeLimit } = call.fn;
  const meta = toMeta(call, Date.now());
  const payload = Buffer.from(JSON.stringify(toPayload(call, meta)));
  if (payload.length > PAYLOAD_MAX_BYTES) return payloadTooLarge(payload.length, PAYLOAD_MAX_BYTES);
  const deadline = AbortSignal.timeout(timeLimit * 1_000);
  const command = new InvokeCommand({
    FunctionName: lambda.functionName,
    ...(lambda.qualifier ? { Qualifier: lambda.qualifier } : {}),
    InvocationType: 'RequestResponse',
    LogType: 'Tail',
    ClientContext: Buffer.from(JSON.stringify({ custom: meta })).toString('base64'),
    Payload: payload,
  });
  try {
    const answer = await clients.get(call.fn).send(command, { abortSignal: AbortSignal.any([signal, deadline]) });
    return toOutcome(answer);
  } catch (error) {
    if (signal.aborted) return interrupted();
    if (deadline.aborted) return { ...timeLimitExceeded(timeLimit, 'invocation', []), unavailable: true };
    return toLambdaFailure(error, []);
  }
}

/** `FunctionError` means that the function failed, although Lambda answered 200. */
function toOutcome(answer: InvokeCommandOutput): FunctionOutcome {
  const logs = new LogCollector();
  // Lambda sends the last 4 KB of what the function wrote.
  if (answer.LogResult) logs.push('tail', Buffer.from(answer.LogResult, 'base64'));
  const bytes = answer.Payload ?? new Uint8Array();
  const isTooLarge = bytes.length > RESULT_MAX_BYTES;
  const result = isTooLarge ? undefined : parseJson(bytes);
  if (answer.FunctionError) {
    const thrown = isJsonObject(result) ? result : {};
    const error = {
      type: 'runtime' as const,
      name: text(thrown.errorType) ?? answer.FunctionError,
      message: text(thrown.errorMessage) ?? 'The function failed without saying why',
    };
    return { status: 'failed', error, retryable: true, logs: logs.end() };
  }
  if (isTooLarge) logs.line(`The result takes ${bytes.length} bytes; more than ${RESULT_MAX_BYTES} are not kept`);
  return { status: 'succeeded', result, logs: logs.end() };
}

function text(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, 4_096) : undefined;
}

function parseJson(bytes: Uint8Array): JsonValue | undefined {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as JsonValue;
  } catch {
    return undefined;
  }
}
