'use client';

import { useQuery } from '@tanstack/react-query';
import { useController } from 'react-hook-form';
import { FieldFrame, type FieldProps, useField } from '@/components/form/field';
import { meQuery } from '@/components/session/queries';
import { rolesQuery } from '@/components/settings/role-queries';
import { Checkbox } from '@/components/ui/checkbox';
import { cx } from '@/components/ui/cx';
import { Skeleton } from '@/components/ui/skeleton';

/** Roles to hold, each with what it is for. One that holds more than the person themselves cannot be given. */
export function RolePicker({ name, label, hint, disabled = false }: FieldProps & { disabled?: boolean }) {
  const { field } = useController({ name });
  const { id, error } = useField(name);
  const roles = useQuery(rolesQuery).data;
  const held = useQuery(meQuery).data?.permissions ?? [];
  const chosen: readonly string[] = Array.isArray(field.value) ? field.value : [];
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} labelAs="span">
      <fieldset className="grid max-h-72 gap-2 overflow-y-auto rounded-md border bg-sunken p-3">
        <legend className="sr-only">{label}</legend>
        {!roles && <Skeleton className="h-32 w-full" />}
        {roles?.map((role) => {
          const isBeyond = !role.permissions.every((one) => held.includes(one));
          return (
            <div key={role.name} className="flex items-start gap-2">
              <Checkbox
                id={`${id}-${role.name}`}
                label={role.name}
                checked={chosen.includes(role.name)}
                disabled={disabled || isBeyond}
                className="mt-0.5 shrink-0"
                onCheckedChange={(on) =>
                  field.onChange(on ? [...chosen, role.name] : chosen.filter((one) => one !== role.name))
                }
              />
              <div className={cx('wrap-anywhere min-w-0', isBeyond && 'text-faint')}>
                <label htmlFor={`${id}-${role.name}`} className="font-medium">
                  {role.name}
                </label>
                <p className="text-muted text-xs">{isBeyond ? 'Holds more than you do.' : role.description}</p>
              </div>
            </div>
          );
        })}
      </fieldset>
    </FieldFrame>
  );
}
