import pino from 'pino';
import { openPrivateDatabase, type PrivateDatabase } from '@/db/testing';
import { type Principal, SYSTEM } from '@/lib/auth/principal';
import type { ScopedPermission } from '@/lib/auth/schema';
import { loadConfig } from '@/lib/config/config';
import { BREAKER_POLICY } from '@/lib/delivery/breaker';
import { createBreakerStore } from '@/lib/delivery/breaker-store';
import { createBreakers } from '@/lib/delivery/breakers';
import { createEngineControl } from '@/lib/delivery/engine-control';
import { ServiceError } from '@/lib/errors/service-error';
import type { FunctionCall, FunctionOutcome } from '@/lib/functions/outcome';
import { createTargetGuard } from '@/lib/http/target-guard';
import type { MailTransport } from '@/lib/mail/outgoing';
import { createSmtpTransport } from '@/lib/mail/transport';
import { watchLoopDelay } from '@/lib/metrics/event-loop';
import { createMetrics } from '@/lib/metrics/metrics';
import { createSecretBox } from '@/lib/secrets/secret-box';
import { type EngineContext, type ServerContext, setServerContext } from '../context';
import { closeServerContext, createServerContext } from '../create-context';
import { createHeartbeats } from '../heartbeats';
import { createMailService } from '../mail-service';

type Script = (call: FunctionCall, signal: AbortSignal) => FunctionOutcome | Promise<FunctionOutcome>;

/** The engine is in the same thread here. */
type PrivateContext = ServerContext & EngineContext;

/** What a started server has, over a private database; nothing is delivered unless a test starts the engine. */
export interface PrivateServer extends PrivateDatabase {
  context: PrivateContext;
  /** Every call that the executor got. */
  calls: FunctionCall[];
  /** Says what functions answer from now on; without one they succeed with no result. */
  script(answer: Script): void;
  /** How often something asked the engine to look for work. */
  wakeUps(): number;
}

const SUCCEEDED: FunctionOutcome = { status: 'succeeded', result: undefined, logs: [] };

/** @param environment as `npm start` gets it. @param changes parts of the context that a test brings itself. */
export async function startPrivateServer(
  environment: Record<string, string> = {},
  { mailTransport, ...changes }: Partial<PrivateContext> & { mailTransport?: MailTransport } = {},
): Promise<PrivateServer> {
  const db = await openPrivateDatabase();
  const calls: FunctionCall[] = [];
  let answer: Script = () => SUCCEEDED;
  let wakeUps = 0;
  const config = loadConfig({ LOG_LEVEL: 'silent', DATA_DIR: db.dataDir, ...environment });
  const logger = pino({ level: 'silent' });
  const secretBox = createSecretBox('a key of more than thirty-two characters');
  const guard = createTargetGuard(config);
  const mail = createMailService(config, secretBox, guard, (settings, guarded) =>
    createSmtpTransport(settings, { guard: guarded ? guard : undefined }),
  );
  if (mailTransport) mail.transport = mailTransport;
  const engine: EngineContext = {
    executor: {
      execute: async (call, signal) => {
        calls.push(call);
        return answer(call, signal);
      },
      close: async () => undefined,
    },
    mail,
    breakers: createBreakers(createBreakerStore(logger), logger, { ...BREAKER_POLICY, openMs: config.breakerOpenMs }),
    heartbeats: createHeartbeats(),
    metrics: createMetrics(),
    loopDelay: watchLoopDelay(),
    disk: { space: undefined, isLow: false, close: () => undefined },
  };
  const wake = () => {
    wakeUps += 1;
  };
  const publicUrl = 'https://dispatchers.test';
  const common = createServerContext({
    config,
    publicUrl,
    logger,
    secretBox,
    wake,
    engine: createEngineControl(),
  });
  const context: PrivateContext = { ...common, ...engine, ...changes };
  setServerContext(context, context);
  return {
    ...db,
    context,
    calls,
    script(next) {
      answer = next;
    },
    wakeUps: () => wakeUps,
    close() {
      closeServerContext(context);
      context.loopDelay.close();
      setServerContext(undefined);
      db.close();
    },
  };
}

/** A token that may do just this. */
export function allowed(...permissions: ScopedPermission[]): Principal {
  return { kind: 'token', userId: undefined, applicationId: undefined, permissions: new Set(permissions) };
}
export const EVERYTHING = SYSTEM;
export const NOTHING = allowed();

/** The refusal that `act` ends with; when it ends otherwise, the test fails. */
export async function refusalOf(act: () => unknown): Promise<ServiceError> {
  try {
    await act();
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
  throw new Error('was not refused');
}
