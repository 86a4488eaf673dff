import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AuditEntry } from '@/lib/audit/schema';
import { auditSource, findAuditEntries, recordAudit, recordAuditAlone } from './audit';
import { verifyAuditChain } from './audit-chain';
import { type AuditContext, inAuditContext, outsideRequest } from './audit-context';
import { rawDatabase, writeTransaction } from './client';
import { deleteDispatcher, insertDispatcher, updateDispatcher } from './dispatchers';
import { collectPage } from './keyset';
import { insertTemplate } from './templates';
import { NOW, openPrivateDatabase, type PrivateDatabase, taskAction } from './testing';

let db: PrivateDatabase;
beforeEach(async () => {
  db = await openPrivateDatabase();
});
afterEach(() => db.close());

const NO_FILTER = { filter: undefined, sort: [], limit: 100, offset: undefined, select: undefined, skipCount: true };

async function entries(): Promise<AuditEntry[]> {
  const { ids } = await collectPage(auditSource, NO_FILTER);
  return (await findAuditEntries(ids)).reverse();
}

function requestOf(operation: string, changes: Partial<AuditContext> = {}): AuditContext {
  const actor = { kind: 'token' as const, userId: undefined, applicationId: undefined, tokenId: 'f'.repeat(24) };
  return {
    requestId: 'r1',
    operation,
    params: {},
    address: '10.0.0.1',
    actor,
    automatic: true,
    settled: false,
    ...changes,
  };
}

const dispatcher = { eventType: 'a', name: 'first', enabled: true, tags: [], actions: [taskAction({ name: 'erase' })] };

/** Writes a row that no function of ours would. */
function writeSomething(): void {
  rawDatabase().prepare("INSERT INTO settings VALUES ('a', '{}', 1)").run();
}

describe('S-26: the audit log', () => {
  test('tells who changed what, from where, before and after', async () => {
    const made = await insertDispatcher(dispatcher, NOW);
    const [action] = made.actions;
    await inAuditContext(requestOf('PUT /api/v1/dispatchers/{id}'), () =>
      updateDispatcher(
        made.id,
        { ...dispatcher, enabled: false },
        { actions: [{ ...taskAction({ name: 'erase', functionName: 'wipe' }), id: action?.id ?? '' }], now: NOW + 1 },
      ),
    );
    await deleteDispatcher(made.id);
    const [created, updated, deleted] = await entries();
    expect(created).toMatchObject({ act: 'create', actorKind: 'system', objectKind: 'dispatcher', objectId: made.id });
    expect(updated).toMatchObject({
      act: 'update',
      actorKind: 'token',
      address: '10.0.0.1',
      requestId: 'r1',
      operation: 'PUT /api/v1/dispatchers/{id}',
      objectName: 'first',
      changes: [
        { path: 'enabled', from: true, to: false },
        { path: 'actions[erase].functionName', from: 'erase', to: 'wipe' },
      ],
    });
    expect(deleted).toMatchObject({ act: 'delete', sequence: 3 });
  });

  test('has nothing of a change that changes nothing, of one that fails, and of a removal of what is not there', async () => {
    const made = await insertDispatcher(dispatcher, NOW);
    const update = requestOf('PUT /dispatchers/v1/{id}');
    await inAuditContext(update, () => updateDispatcher(made.id, dispatcher, { now: NOW + 1 }));
    const add = requestOf('POST /dispatchers/v1');
    await expect(inAuditContext(add, () => insertDispatcher(dispatcher, NOW))).rejects.toThrow('UNIQUE');
    await inAuditContext(requestOf('DELETE /dispatchers/v1/{id}'), () => deleteDispatcher('0'.repeat(24)));
    expect(await entries()).toHaveLength(1);
  });

  test('gets an entry made of the operation when a change records none by name', async () => {
    const context = requestOf('POST /api/v1/gadgets/{id}/polish', { params: { id: 'a'.repeat(24) } });
    inAuditContext(context, () => {
      writeTransaction(() => undefined);
      writeTransaction(writeSomething);
      writeTransaction(() => rawDatabase().prepare("UPDATE settings SET value = '[]'").run());
    });
    expect(await entries()).toMatchObject([
      { act: 'polish', objectKind: 'gadget', objectId: 'a'.repeat(24), requestId: 'r1', actorKind: 'token' },
    ]);
  });

  test('leaves out what a request only sets going, and what is no act', async () => {
    inAuditContext(requestOf('POST /a'), () => outsideRequest(() => writeTransaction(writeSomething)));
    expect(await entries()).toEqual([]);
  });

  test('a failed transaction takes its entry with it', async () => {
    const fail = () => {
      recordAudit({ act: 'create' });
      throw new Error('no');
    };
    const context = requestOf('POST /a');
    expect(() => inAuditContext(context, () => writeTransaction(fail))).toThrow('no');
    expect(context.settled).toBe(false);
    expect(await entries()).toEqual([]);
    expect(() => recordAudit({ act: 'create' })).toThrow('belongs into the transaction');
  });

  test('never shows a secret, and cuts what is long', async () => {
    const before = { url: 'https://a', password: 'canary-1', auth: { clientSecret: 'canary-2', user: 'u' } };
    const after = {
      ...before,
      password: 'canary-3',
      auth: { clientSecret: 'canary-4', user: 'u' },
      text: 'x'.repeat(9_000),
    };
    await recordAuditAlone({ act: 'update', before, after, secrets: ['environmentVariables.KEY'] });
    const [entry] = await entries();
    expect(JSON.stringify(entry)).not.toContain('canary');
    expect(entry?.changes.map(({ path }) => path)).toEqual([
      'password',
      'auth.clientSecret',
      'text',
      'environmentVariables.KEY',
    ]);
    expect(String(entry?.changes[2]?.to)).toMatch(/… \(9000 characters\)$/);
  });

  test('a name cannot forge a line, a colour or the direction of writing', async () => {
    const object = { kind: 'template', name: 'a\r\n2026 admin deleted all\u001b[31m\u202e' };
    await recordAuditAlone({ act: 'create', object });
    const [entry] = await entries();
    expect(entry?.objectName).toBe('a\\u000d\\u000a2026 admin deleted all\\u001b[31m\\u202e');
  });

  test('cannot be changed or removed', async () => {
    await recordAuditAlone({ act: 'create' });
    for (const sql of [
      "UPDATE audit_entries SET act = 'x'",
      'DELETE FROM audit_entries',
      'UPDATE audit_entries SET hash = hash',
    ]) {
      expect(() => rawDatabase().exec(sql)).toThrow('only added to');
    }
  });
});

describe('S-26: the chain of hashes', () => {
  beforeEach(async () => {
    writeTransaction(() => {
      for (let i = 0; i < 1_203; i++) recordAudit({ act: 'create', object: { kind: 'a', id: `${i}` } });
    });
  });

  /** As somebody would who has the file: without the triggers. */
  function tamper(sql: string): void {
    const file = new SqliteDatabase(db.file);
    file.exec(`DROP TRIGGER audit_entries_unchanged; DROP TRIGGER audit_entries_kept; ${sql}`);
    file.close();
  }

  test('fits when nothing was touched', async () => {
    expect(await verifyAuditChain(60_000)).toMatchObject({
      verified: 1_203,
      complete: true,
      head: { sequence: 1_203 },
    });
  });

  test('says how far it came when there is no time', async () => {
    expect(await verifyAuditChain(-1)).toMatchObject({ verified: 500, complete: false });
  });

  test.each([
    ['a changed entry', "UPDATE audit_entries SET actor = 'somebody else' WHERE sequence = 600", 600],
    ['a missing entry', 'DELETE FROM audit_entries WHERE sequence = 600', 601],
    ['a missing beginning', 'DELETE FROM audit_entries WHERE sequence < 600', 600],
  ])('finds %s', async (_what, sql, brokenAt) => {
    tamper(sql);
    expect(await verifyAuditChain(60_000)).toMatchObject({ complete: false, brokenAt });
  });

  test('goes on after old entries were removed on purpose, and not before', async () => {
    const sqlite = rawDatabase();
    sqlite.exec('INSERT INTO audit_anchors SELECT sequence, hash, 1 FROM audit_entries WHERE sequence = 900');
    expect(() => sqlite.exec('DELETE FROM audit_entries WHERE sequence <= 901')).toThrow('only added to');
    sqlite.exec('DELETE FROM audit_entries WHERE sequence <= 900');
    await insertTemplate({ name: 'a', outputs: {} }, NOW);
    expect(await verifyAuditChain(60_000)).toMatchObject({ verified: 304, complete: true });
  });
});
