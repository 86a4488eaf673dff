import { loadFunction } from '@/lib/functions/load-function';
import type { FunctionCall, FunctionOutcome } from '@/lib/functions/outcome';
import type { MetricsReading } from '@/lib/metrics/metrics';
import { type EngineContext, engineContext } from '@/lib/server/context';
import type { MailTestStep } from '@/lib/settings/schema';
import { type BreakerView, functionTarget } from './breakers';
import { toTargetResult } from './deliver-task';

/** Figures of the thread that accepts events and delivers. */
export interface EngineFigures extends MetricsReading {
  /** Targets that are kept from work. */
  away: [target: string, BreakerView][];
  /** How late its event loop came since the last look: seconds. */
  lag: { p50: number; p99: number; max: number };
  disk: { free: number | undefined; isLow: boolean };
  /** When the process started (epoch ms). */
  startedAt: number;
}

/** A call of a function whose definition the engine reads itself. */
export type CallByName = Omit<FunctionCall, 'fn'>;

/**
 * What the console asks of the engine, which is in another thread: each answer is a promise, and everything that is said
 * is plain data.
 */
export interface EngineControl {
  /** Targets that are kept from work. */
  targetsAway(): Promise<[target: string, BreakerView][]>;
  /** Lets one attempt begin at once. @returns false when nothing keeps work from that target. */
  probeNow(target: string, now: number): Promise<boolean>;
  /** The target is gone. */
  forgetTarget(target: string): Promise<void>;
  /** Calls a function now, also while its breaker is open, which then goes by how it went. @param maxMs for all of it. */
  execute(functionName: string, call: CallByName, maxMs: number): Promise<FunctionOutcome>;
  /** Takes on what was set of how mails are sent. */
  reloadMail(): Promise<void>;
  /** Goes through every step as far as a mail to `address`. */
  testMail(address: string): Promise<MailTestStep[]>;
  figures(): Promise<EngineFigures>;
}

/** The engine's side of it. */
export function createEngineControl(): EngineControl {
  return {
    targetsAway: async () => engineContext().breakers.list(),
    probeNow: async (target, now) => engineContext().breakers.probeNow(target, now),
    forgetTarget: async (target) => engineContext().breakers.forget(target),
    execute,
    reloadMail: async () => engineContext().mail.reload(),
    testMail: (address) => engineContext().mail.test(address),
    figures: async () => readFigures(engineContext()),
  };
}

function readFigures({ metrics, breakers, loopDelay, disk }: EngineContext): EngineFigures {
  return {
    ...metrics.read(),
    away: breakers.list(),
    lag: loopDelay.read(),
    disk: { free: disk.space?.free, isLow: disk.isLow },
    startedAt: performance.timeOrigin,
  };
}

async function execute(functionName: string, call: CallByName, maxMs: number): Promise<FunctionOutcome> {
  const { breakers, executor } = engineContext();
  const fn = await loadFunction(functionName);
  if (!fn) return gone(functionName);
  const trial = breakers.begin(functionTarget(functionName), Date.now(), true);
  const outcome = await executor.execute({ ...call, fn: fn.runnable }, AbortSignal.timeout(maxMs));
  const message = outcome.status === 'failed' ? outcome.error.message : '';
  breakers.end(trial, toTargetResult(fn, outcome), message, Date.now());
  return outcome;
}

/** Somebody removed it just now. */
function gone(functionName: string): FunctionOutcome {
  const message = `There is no function '${functionName}' any more`;
  return { status: 'failed', error: { type: 'invocation', name: 'FunctionGone', message }, retryable: false, logs: [] };
}
