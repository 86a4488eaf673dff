import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uniqueName } from '@/db/testing';
import { authenticateSession } from '@/lib/auth/authenticate';
import { PERMISSIONS, type Permission, ROLES } from '@/lib/auth/schema';
import { startSession } from '@/lib/auth/session';
import { newUser } from '@/lib/auth/testing';
import {
  allowed,
  EVERYTHING,
  type PrivateServer,
  refusalOf,
  startPrivateServer,
} from '@/lib/server/testing/private-server';
import { updateUser } from '@/lib/users/update';
import { listRoles } from './list';
import { RoleInput } from './schema';
import { createRole, deleteRole, updateRole } from './write';

const NOW = Date.UTC(2026, 4, 17, 12);
let server: PrivateServer;
beforeAll(async () => {
  server = await startPrivateServer();
  await newUser(NOW);
});
afterAll(() => server.close());

const codeOf = async (act: () => unknown) => (await refusalOf(act)).code;
const input = (changes: Partial<RoleInput> = {}): RoleInput => ({
  name: uniqueName('role'),
  permissions: ['VIEW_EVENTS', 'RETRY_RUNS'],
  ...changes,
});
const make = async (changes: Partial<RoleInput> = {}) => {
  const role = await createRole(EVERYTHING, input(changes), NOW);
  return { ...role, id: role.id ?? '' };
};
const heldIn = async (session: string) => [...((await authenticateSession(session, NOW))?.permissions ?? [])];

describe('a custom role', () => {
  it('gives whoever holds it its permissions, beside those of their other roles', async () => {
    const role = await make();
    const user = await newUser(NOW, [role.name]);
    const session = await startSession(user.id, NOW);
    expect((await heldIn(session)).sort()).toEqual(['RETRY_RUNS', 'VIEW_EVENTS']);
  });

  it('that is changed or renamed counts from the next request on', async () => {
    const role = await make();
    const user = await newUser(NOW, [role.name]);
    const session = await startSession(user.id, NOW);
    const changed = await updateRole(EVERYTHING, role.id, input({ permissions: ['VIEW_MAILS'] }), NOW);
    expect(changed).toMatchObject({ id: role.id, permissions: ['VIEW_MAILS'], users: 1 });
    expect(await heldIn(session)).toEqual(['VIEW_MAILS']);
  });

  it('cannot be deleted while somebody holds it', async () => {
    const role = await make();
    const user = await newUser(NOW, [role.name]);
    expect(await codeOf(() => deleteRole(EVERYTHING, role.id))).toBe(27);
    await updateUser(EVERYTHING, user.id, { roles: ['Viewer'] }, NOW);
    await deleteRole(EVERYTHING, role.id);
    expect((await listRoles(EVERYTHING)).map(({ name }) => name)).not.toContain(role.name);
    expect(await codeOf(() => deleteRole(EVERYTHING, role.id))).toBe(16);
  });

  it('needs a name of its own and permissions that exist', async () => {
    const role = await make();
    const taken = await refusalOf(() => createRole(EVERYTHING, input({ name: role.name }), NOW));
    expect([taken.code, taken.errors]).toMatchObject([17, [{ path: 'name' }]]);
    const other = await make();
    expect(await codeOf(() => updateRole(EVERYTHING, other.id, input({ name: role.name }), NOW))).toBe(17);
    const isGood = (changes: object) => RoleInput.safeParse({ ...input(), ...changes }).success;
    expect([
      isGood({}),
      isGood({ name: ' viewer ' }),
      isGood({ name: '' }),
      isGood({ permissions: [] }),
      isGood({ permissions: ['ROOT'] }),
    ]).toEqual([true, false, false, false, false]);
  });

  it('takes no permission that its maker does not hold, and is not theirs to change when it holds more', async () => {
    const manager = allowed('MANAGE_USERS', 'VIEW_EVENTS');
    expect(await codeOf(() => createRole(manager, input(), NOW))).toBe(10);
    const strong = await make();
    expect(await codeOf(() => updateRole(manager, strong.id, input({ permissions: ['VIEW_EVENTS'] }), NOW))).toBe(10);
    expect(await codeOf(() => deleteRole(manager, strong.id))).toBe(10);
    const weak = await make({ permissions: ['VIEW_EVENTS'] });
    expect(await codeOf(() => updateRole(manager, weak.id, input(), NOW))).toBe(10);
    await deleteRole(manager, weak.id);
  });

  it('is made, changed and deleted by nobody without MANAGE_USERS', async () => {
    const role = await make();
    const others = allowed(...PERMISSIONS.filter((one): one is Permission => one !== 'MANAGE_USERS'));
    expect(await codeOf(() => createRole(others, input(), NOW))).toBe(10);
    expect(await codeOf(() => updateRole(others, role.id, input(), NOW))).toBe(10);
    expect(await codeOf(() => deleteRole(others, role.id))).toBe(10);
  });

  it('cannot be made without end', async () => {
    let made = 0;
    const makeMany = async () => {
      for (; made < 101; made++) await make();
    };
    expect(await codeOf(makeMany)).toBe(27);
    expect((await listRoles(EVERYTHING)).length).toBe(104);
  });
});

describe('the list of roles', () => {
  it('begins with the ready-made ones, says what each may do and how many hold it', async () => {
    await newUser(NOW, ['Operator', 'Viewer']);
    const [administrator, configurator, operator] = await listRoles(allowed('VIEW_SETTINGS'));
    expect(administrator).toMatchObject({ name: 'Administrator', permissions: ROLES.Administrator });
    expect(configurator).toMatchObject({ name: 'Configurator', users: 0 });
    expect(operator).toMatchObject({ name: 'Operator', users: 1 });
    expect(administrator).not.toHaveProperty('id');
    expect(await codeOf(() => listRoles(allowed('MANAGE_USERS')))).toBe(10);
  });
});
