'use client';

import { useCan } from '@/components/session/permissions';
import { Button, type ButtonProps } from '@/components/ui/button';
import { Tooltip } from '@/components/ui/tooltip';
import type { Permission } from '@/lib/auth/schema';

/** A button for who holds the permission; for others it is switched off, and says which permission is missing. */
export function AllowedButton({ permission, ...props }: Omit<ButtonProps, 'asChild'> & { permission: Permission }) {
  if (useCan(permission)) return <Button {...props} />;
  return (
    <Tooltip content={`You need the permission ${permission}.`}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a button that is switched off cannot tell why */}
      <span tabIndex={0} className="inline-flex cursor-not-allowed rounded-md">
        <Button {...props} disabled />
      </span>
    </Tooltip>
  );
}
