import { setMaxListeners } from 'node:events';
import { createHttpExecutor } from '@/lib/functions/call-http';
import { createLambdaExecutor } from '@/lib/functions/call-lambda';
import type { ExecutorRegistry, FunctionCall, FunctionExecutor, FunctionOutcome } from '@/lib/functions/outcome';
import { createLocalExecutor, type LocalExecutorOptions } from '@/lib/functions/runner/call-local';
import type { FunctionKind } from '@/lib/functions/schema';
import { createTargetGuard, type TargetGuard } from '@/lib/http/target-guard';

export type {
  FunctionCall,
  FunctionExecutor,
  FunctionFailure,
  FunctionOutcome,
  HttpFunction,
  LambdaFunction,
  LocalFunction,
  RunnableFunction,
} from '@/lib/functions/outcome';

export interface FunctionExecutorOptions extends LocalExecutorOptions {
  /** What HTTP functions and Lambda endpoints may be; without it no private address, and https only. */
  guard?: TargetGuard;
  /** Is told about faults of ours: an executor that threw, which none should. */
  logger?: { error: (details: object, message: string) => void };
}

/**
 * Runs functions of every kind. A new kind: its fields in the schema, its executor, and one line here.
 * Stops nothing by itself: `signal` ends one call, `close` ends all that still run and every process.
 */
export function createFunctionExecutor(options: FunctionExecutorOptions): FunctionExecutor {
  const guard = options.guard ?? createTargetGuard();
  const registry = {
    local: createLocalExecutor(options),
    http: createHttpExecutor(guard),
    lambda: createLambdaExecutor(guard),
  } satisfies ExecutorRegistry;
  const executors: Record<FunctionKind, FunctionExecutor<never>> = registry;

  async function execute(call: FunctionCall, signal: AbortSignal): Promise<FunctionOutcome> {
    // One signal of a shut-down is rightly listened to by every running call.
    setMaxListeners(0, signal);
    try {
      return await executors[call.fn.kind].execute(call as FunctionCall<never>, signal);
    } catch (error) {
      options.logger?.error({ err: error, taskId: call.taskId }, 'a function could not be run');
      const reason = error instanceof Error ? error.message : String(error);
      const message = `The function could not be run: ${reason}`;
      return {
        status: 'failed',
        error: { type: 'invocation', name: 'ServerFault', message },
        retryable: true,
        logs: [],
      };
    }
  }

  return {
    execute,
    close: async () => {
      await Promise.all(Object.values(executors).map((executor) => executor.close()));
    },
  };
}
