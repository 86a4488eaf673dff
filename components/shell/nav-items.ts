import {
  Activity,
  BookOpen,
  FileText,
  Languages,
  LayoutDashboard,
  ListChecks,
  ListTodo,
  type LucideIcon,
  Mail,
  Settings,
  Split,
  SquareFunction,
  Webhook,
} from 'lucide-react';

export interface NavItem {
  href: string;
  label: string;
  Icon: LucideIcon;
}

/** The pages of the left menu, in groups: what happens, what is configured, and the server itself. */
export const NAV_GROUPS: readonly { label: string; items: readonly NavItem[] }[] = [
  {
    label: 'What happens',
    items: [
      { href: '/', label: 'Overview', Icon: LayoutDashboard },
      { href: '/events', label: 'Events', Icon: Activity },
      { href: '/runs', label: 'Runs', Icon: ListChecks },
      { href: '/mails', label: 'Mails', Icon: Mail },
      { href: '/tasks', label: 'Tasks', Icon: ListTodo },
    ],
  },
  {
    label: 'What is configured',
    items: [
      { href: '/dispatchers', label: 'Dispatchers', Icon: Split },
      { href: '/templates', label: 'Templates', Icon: FileText },
      { href: '/localizations', label: 'Localizations', Icon: Languages },
      { href: '/functions', label: 'Functions', Icon: SquareFunction },
      { href: '/sources', label: 'Sources', Icon: Webhook },
    ],
  },
  {
    label: 'The server',
    items: [
      { href: '/settings', label: 'Settings', Icon: Settings },
      { href: '/reference', label: 'API reference', Icon: BookOpen },
    ],
  },
];
