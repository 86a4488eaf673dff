import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { recordAuditAlone } from '@/db/audit';
import { inAuditContext } from '@/db/audit-context';
import { PermissionDenied } from '@/lib/auth/principal';
import {
  allowed,
  NOTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { newAuditContext } from './context';
import { recordDenied } from './denied';
import { getAuditEntry, listAuditEntries } from './list';

const READER = allowed('VIEW_AUDIT');

let server: PrivateServer;
beforeEach(async () => {
  server = await startPrivateServer();
});
afterEach(() => server.close());

describe('reading the audit log', () => {
  test('needs its own permission', async () => {
    expect(await refusalOf(() => listAuditEntries(NOTHING, ''))).toMatchObject({ code: 10 });
    expect(await refusalOf(() => getAuditEntry(NOTHING, 'a'))).toMatchObject({ code: 10 });
  });

  test('finds by object, and by text in a name or in what changed', async () => {
    const object = { kind: 'setting', name: 'mail' };
    await recordAuditAlone({ act: 'update', object, before: { smtp: { host: 'a' } }, after: { smtp: { host: 'b' } } });
    await recordAuditAlone({
      act: 'create',
      object: { kind: 'template', name: 'welcome' },
      after: { name: 'welcome' },
    });
    const find = async (query: string) => (await listAuditEntries(READER, query)).data.map(({ act }) => act);
    expect(await find('eq(objectKind,string:setting)')).toEqual(['update']);
    expect(await find('eq(objectKind,string:setting)&or(like(objectName,string:smtp),like(text,string:smtp))')).toEqual(
      ['update'],
    );
    expect(await find('like(objectName,string:welc)')).toEqual(['create']);
    expect(await find('limit(1)')).toEqual(['create']);
  });

  test('names a few of the fields that an act changed; all of them stand in the entry', async () => {
    const after = { a: 1, b: 2, c: 3, d: 4 };
    await recordAuditAlone({ act: 'create', object: { kind: 'thing' }, after });
    const { data } = await listAuditEntries(READER, '');
    expect(data).toMatchObject([{ fields: ['a', 'b', 'c'], changeCount: 4 }]);
    expect((await getAuditEntry(READER, data[0]?.id ?? '')).changes).toHaveLength(4);
  });
});

describe('a refusal for want of a permission', () => {
  test('is told once a minute for the same caller and operation, and never for nobody', async () => {
    const principal = { ...NOTHING, tokenId: 'e'.repeat(24) };
    const refuse = (operation: string, who = principal) => {
      const context = newAuditContext({ operation, params: {}, address: '10.0.0.1', automatic: true });
      return inAuditContext(context, () => recordDenied(new PermissionDenied(who, 'The permission X is required')));
    };
    for (let i = 0; i < 3; i++) await refuse('GET /a');
    await refuse('GET /b');
    await refuse('GET /c', { ...NOTHING, tokenId: '' });
    const { data } = await listAuditEntries(READER, '');
    expect(data.map(({ act, operation }) => `${act} ${operation}`)).toEqual(['denied GET /b', 'denied GET /a']);
  });
});
