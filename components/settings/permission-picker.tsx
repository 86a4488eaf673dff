'use client';

import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useController } from 'react-hook-form';
import { FieldFrame, type FieldProps, useField } from '@/components/form/field';
import { meQuery } from '@/components/session/queries';
import { PERMISSION_GROUPS } from '@/components/settings/permission-groups';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { cx } from '@/components/ui/cx';
import type { Permission } from '@/lib/auth/schema';

/** A choice that many make, as a start. */
export interface ReadySet {
  label: string;
  permissions: readonly Permission[];
}

interface PermissionPickerProps extends FieldProps {
  readySets?: readonly ReadySet[];
}

/** Permissions by what they are about. What the person does not hold cannot be chosen: they could not hand it out. */
export function PermissionPicker({ name, label, hint, readySets = [] }: PermissionPickerProps) {
  const { field } = useController({ name });
  const { id, error } = useField(name);
  const held = useQuery(meQuery).data?.permissions ?? [];
  const chosen: readonly string[] = Array.isArray(field.value) ? field.value : [];
  const choose = (permissions: readonly string[]) => field.onChange([...new Set(permissions)]);
  const toggle = (permissions: readonly string[], on: boolean) =>
    choose(on ? [...chosen, ...permissions] : chosen.filter((one) => !permissions.includes(one)));
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} labelAs="span">
      {readySets.length > 0 && (
        <fieldset className="mb-1 flex flex-wrap gap-1.5">
          <legend className="sr-only">Ready sets</legend>
          {readySets.map((set) => {
            const possible = set.permissions.filter((one) => held.includes(one));
            return (
              <Button
                key={set.label}
                size="sm"
                aria-pressed={isSame(chosen, possible)}
                disabled={possible.length === 0}
                className="aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent-text"
                onClick={() => choose(possible)}
              >
                {set.label}
              </Button>
            );
          })}
        </fieldset>
      )}
      <div className="max-h-80 overflow-y-auto rounded-md border bg-sunken p-3">
        <div className="columns-1 gap-6 sm:columns-2">
          {PERMISSION_GROUPS.map((group) => (
            <PermissionGroup key={group.label} {...group} chosen={chosen} held={held} onToggle={toggle} />
          ))}
        </div>
      </div>
    </FieldFrame>
  );
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return b.length > 0 && a.length === b.length && b.every((one) => a.includes(one));
}

interface PermissionGroupProps {
  label: string;
  permissions: Partial<Record<Permission, string>>;
  chosen: readonly string[];
  held: readonly Permission[];
  onToggle: (permissions: readonly string[], on: boolean) => void;
}

function PermissionGroup({ label, permissions, chosen, held, onToggle }: PermissionGroupProps) {
  const id = useId();
  const all = Object.keys(permissions) as Permission[];
  const possible = all.filter((one) => held.includes(one));
  const count = all.filter((one) => chosen.includes(one)).length;
  const checked = count === 0 ? false : count >= Math.max(possible.length, 1) ? true : 'indeterminate';
  return (
    <fieldset className="mb-3 break-inside-avoid">
      <legend className="mb-1 w-full">
        <span className="flex items-center gap-2 font-medium text-xs">
          <Checkbox
            label={`${label}: all`}
            checked={checked}
            disabled={possible.length === 0}
            onCheckedChange={() => onToggle(possible, checked !== true)}
          />
          {label}
        </span>
      </legend>
      <ul className="grid gap-1 pl-6">
        {all.map((permission) => (
          <li key={permission} className="flex items-center gap-2">
            <Checkbox
              id={`${id}-${permission}`}
              label={permissions[permission] ?? permission}
              checked={chosen.includes(permission)}
              className="before:-inset-1!"
              disabled={!held.includes(permission) && !chosen.includes(permission)}
              onCheckedChange={(on) => onToggle([permission], on)}
            />
            <label
              htmlFor={`${id}-${permission}`}
              title={held.includes(permission) ? permission : `You do not hold ${permission} yourself`}
              className={cx('min-w-0', !held.includes(permission) && 'text-faint')}
            >
              {permissions[permission]}
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
