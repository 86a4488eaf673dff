import {
  AppWindow,
  ArrowLeftRight,
  DatabaseBackup,
  Hourglass,
  KeyRound,
  type LucideIcon,
  Mailbox,
  ScrollText,
  ShieldCheck,
  UserRound,
  Users,
} from 'lucide-react';
import type { Permission } from '@/lib/auth/schema';

export interface SettingsSection {
  href: `/settings/${string}`;
  label: string;
  Icon: LucideIcon;
  /** Who may see it; absent: whoever is signed in. */
  permission?: Permission;
}

/** The sections of the settings, in the order of their menu. */
export const SECTIONS: readonly SettingsSection[] = [
  { href: '/settings/users', label: 'Users', Icon: Users, permission: 'VIEW_SETTINGS' },
  { href: '/settings/roles', label: 'Roles', Icon: ShieldCheck, permission: 'VIEW_SETTINGS' },
  { href: '/settings/applications', label: 'Applications', Icon: AppWindow, permission: 'VIEW_SETTINGS' },
  { href: '/settings/tokens', label: 'API tokens', Icon: KeyRound },
  { href: '/settings/account', label: 'My account', Icon: UserRound },
  { href: '/settings/mail', label: 'Mail transport', Icon: Mailbox, permission: 'VIEW_SETTINGS' },
  { href: '/settings/retention', label: 'Retention', Icon: Hourglass, permission: 'VIEW_SETTINGS' },
  { href: '/settings/transfer', label: 'Import and export', Icon: ArrowLeftRight, permission: 'VIEW_DISPATCHERS' },
  { href: '/settings/backups', label: 'Backups', Icon: DatabaseBackup, permission: 'MANAGE_SETTINGS' },
  { href: '/settings/audit', label: 'Audit log', Icon: ScrollText, permission: 'VIEW_AUDIT' },
];

/** What somebody who holds these permissions may see. */
export function visibleSections(permissions: readonly Permission[]): readonly SettingsSection[] {
  return SECTIONS.filter(({ permission }) => permission === undefined || permissions.includes(permission));
}
