import { Check } from 'lucide-react';
import { Fragment } from 'react';
import { PERMISSION_GROUPS } from '@/components/settings/permission-groups';
import type { Permission } from '@/lib/auth/schema';
import type { RoleView } from '@/lib/roles/schema';

/** Permissions × roles. The names stay in sight while it scrolls. */
export function RoleMatrix({ roles }: { roles: readonly RoleView[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of a keyboard
    <section aria-label="Permissions of each role" tabIndex={0} className="relative max-h-[85dvh] overflow-auto">
      <table aria-label="Permissions of each role" className="w-full border-separate border-spacing-0 text-left">
        <thead>
          <tr>
            <th
              scope="col"
              className="sticky top-0 left-0 z-20 h-9 min-w-44 border-b bg-surface px-4 font-medium text-muted text-xs"
            >
              Permission
            </th>
            {roles.map((role) => (
              <th
                key={role.name}
                scope="col"
                className="sticky top-0 z-10 min-w-28 max-w-40 truncate border-b bg-surface px-3 text-center font-medium text-muted text-xs"
                title={role.name}
              >
                {role.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {PERMISSION_GROUPS.map((group) => (
            <Fragment key={group.label}>
              <tr>
                <th
                  scope="colgroup"
                  colSpan={roles.length + 1}
                  className="border-b bg-sunken px-4 py-1.5 font-semibold text-xs"
                >
                  <span className="sticky left-4">{group.label}</span>
                </th>
              </tr>
              {Object.entries(group.permissions).map(([permission, words]) => (
                <MatrixRow key={permission} permission={permission as Permission} words={words} roles={roles} />
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface MatrixRowProps {
  permission: Permission;
  words: string;
  roles: readonly RoleView[];
}

function MatrixRow({ permission, words, roles }: MatrixRowProps) {
  return (
    <tr className="group">
      <th
        scope="row"
        title={permission}
        className="sticky left-0 z-10 border-b bg-surface px-4 py-1.5 font-normal group-hover:bg-hover"
      >
        {words}
      </th>
      {roles.map((role) => (
        <td key={role.name} className="border-b px-3 text-center group-hover:bg-hover">
          {role.permissions.includes(permission) ? (
            <>
              <Check aria-hidden className="mx-auto size-4 text-success" />
              <span className="sr-only">yes</span>
            </>
          ) : (
            <span className="text-faint">
              <span aria-hidden>–</span>
              <span className="sr-only">no</span>
            </span>
          )}
        </td>
      ))}
    </tr>
  );
}
