import { describe, expect, it } from 'vitest';
import { PERMISSION_GROUPS, permissionWords } from '@/components/settings/permission-groups';
import { PERMISSIONS } from '@/lib/auth/schema';

describe('the groups of permissions', () => {
  it('hold every permission that there is, each once', () => {
    const grouped = PERMISSION_GROUPS.flatMap(({ permissions }) => Object.keys(permissions));
    expect([...grouped].sort()).toEqual([...PERMISSIONS].sort());
  });

  it('say a permission in words, also one for a single name and one that is not known here', () => {
    expect(permissionWords('CREATE_EVENTS')).toBe('Send events');
    expect(permissionWords('EXECUTE_TASK_FUNCTION:erase:all')).toBe('Call functions: only erase:all');
    expect(permissionWords('OF_A_NEWER_SERVER')).toBe('OF_A_NEWER_SERVER');
  });
});
