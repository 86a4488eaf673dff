import { AsyncLocalStorage } from 'node:async_hooks';
import type { JsonObject } from '@/lib/format/json';

/** Who acts, as far as it is known. */
export interface Actor {
  kind: 'user' | 'token' | 'system';
  userId: string | undefined;
  applicationId: string | undefined;
  tokenId?: string | undefined;
}

/** What the audit log knows of the request under way. */
export interface AuditContext {
  requestId: string;
  /** As the registry names it: `PUT /dispatchers/v1/{id}`. */
  operation: string;
  params: Readonly<Record<string, string>>;
  address: string | undefined;
  actor: Actor | undefined;
  /** What its body asked for, for an entry made of the operation. */
  details?: JsonObject;
  /** A transaction that changes rows and records nothing by name gets an entry made of the operation. */
  automatic: boolean;
  /** An entry was written, or it was found that nothing changed. */
  settled: boolean;
}

interface Holder {
  storage: AsyncLocalStorage<AuditContext | undefined>;
  /** Of `atOnceInAuditContext`. */
  now?: AuditContext | undefined;
  /** The same of the transaction that is open now. */
  settled: boolean;
}

// The bundles of a thread each carry a copy of this module; they share its connection.
const KEY = Symbol.for('dispatchers.audit');
const global = globalThis as { [KEY]?: Holder };

function holder(): Holder {
  global[KEY] ??= { storage: new AsyncLocalStorage(), settled: false };
  return global[KEY];
}

/** The request that this code runs for; undefined in the engine, at the start and in tests. */
export function auditContext(): AuditContext | undefined {
  const { now, storage } = holder();
  return now ?? storage.getStore();
}

/** Says what the request asks for, for the entry that is made of its operation. */
export function tellAudit(details: JsonObject): void {
  const context = auditContext();
  if (context) context.details = details;
}

/** Runs `act`, and all that it awaits, for a request. */
export function inAuditContext<T>(context: AuditContext, act: () => T): T {
  return holder().storage.run(context, act);
}

/**
 * Runs `act` for a request, as far as it goes without waiting for anything. Once an AsyncLocalStorage has been run in a
 * thread, Node 20 charges every promise and callback of it from then on: the thread that accepts events runs none.
 */
export function atOnceInAuditContext<T>(context: AuditContext, act: () => T): T {
  const current = holder();
  current.now = context;
  try {
    return act();
  } finally {
    current.now = undefined;
  }
}

/** Runs `act` for nobody's request: shared work that a request only sets going, and book-keeping that is no act. */
export function outsideRequest<T>(act: () => T): T {
  const { storage } = holder();
  return storage.getStore() === undefined ? act() : storage.run(undefined, act);
}

/** The open transaction says for itself what the log is to hold. */
export function settleTransaction(): void {
  holder().settled = true;
}

export function isSettled(context: AuditContext): boolean {
  return context.settled || holder().settled;
}

/** The transaction has ended; with it, when it was rolled back, what it recorded. */
export function endTransaction(committed: boolean): void {
  const current = holder();
  const context = current.settled && committed ? auditContext() : undefined;
  if (context) context.settled = true;
  current.settled = false;
}
