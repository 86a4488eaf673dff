import type { Permission } from '@/lib/auth/schema';

interface PermissionGroup {
  label: string;
  /** What each one lets somebody do, in words. */
  permissions: Partial<Record<Permission, string>>;
}

/** Every permission, by what it is about. */
export const PERMISSION_GROUPS: readonly PermissionGroup[] = [
  {
    label: 'Events',
    permissions: {
      VIEW_EVENTS: 'See events and runs',
      CREATE_EVENTS: 'Send events',
      REPLAY_EVENTS: 'Replay events',
      RETRY_RUNS: 'Retry runs',
      CANCEL_RUNS: 'Cancel runs',
      VIEW_SUBSCRIPTIONS: 'See subscriptions',
    },
  },
  {
    label: 'Dispatchers',
    permissions: {
      VIEW_DISPATCHERS: 'See dispatchers',
      CREATE_DISPATCHERS: 'Create dispatchers',
      UPDATE_DISPATCHERS: 'Change dispatchers',
      DELETE_DISPATCHERS: 'Delete dispatchers',
    },
  },
  {
    label: 'Mails',
    permissions: { VIEW_MAILS: 'See mails', SEND_MAILS: 'Send mails', DELETE_MAILS: 'Cancel queued mails' },
  },
  {
    label: 'Templates and texts',
    permissions: {
      VIEW_TEMPLATES: 'See templates',
      CREATE_TEMPLATES: 'Create templates',
      UPDATE_TEMPLATES: 'Change templates',
      DELETE_TEMPLATES: 'Delete templates',
      RESOLVE_TEMPLATES: 'Fill templates',
      CREATE_LOCALIZATIONS: 'Create localizations',
      UPDATE_LOCALIZATIONS: 'Change localizations',
      DELETE_LOCALIZATIONS: 'Delete localizations',
    },
  },
  {
    label: 'Tasks',
    permissions: {
      VIEW_TASKS: 'See tasks',
      CREATE_TASKS: 'Create tasks',
      CANCEL_TASKS: 'Cancel tasks',
      VIEW_TASK_LOGS: 'Read logs',
      VIEW_TASK_SCHEDULES: 'See schedules',
      CREATE_TASK_SCHEDULE: 'Create schedules',
      DELETE_TASK_SCHEDULE: 'Delete schedules',
    },
  },
  {
    label: 'Functions',
    permissions: {
      VIEW_TASK_FUNCTIONS: 'See functions',
      VIEW_TASK_FUNCTION_DETAILS: 'See code and settings of functions',
      CREATE_TASK_FUNCTION: 'Create functions',
      UPDATE_TASK_FUNCTION: 'Change functions',
      DELETE_TASK_FUNCTION: 'Delete functions',
      EXECUTE_TASK_FUNCTION: 'Call functions',
    },
  },
  {
    label: 'The server',
    permissions: {
      VIEW_SOURCES: 'See sources',
      MANAGE_SOURCES: 'Manage sources and their secrets',
      VIEW_SETTINGS: 'See the settings, users and applications',
      MANAGE_SETTINGS: 'Change the settings',
      MANAGE_USERS: 'Manage users and roles',
      MANAGE_TOKENS: 'Manage API tokens and applications',
      VIEW_AUDIT: 'Read the audit log',
      VIEW_METRICS: 'Read figures for monitoring',
    },
  },
];

const WORDS = Object.assign({}, ...PERMISSION_GROUPS.map((group) => group.permissions)) as Record<string, string>;

/** What a permission lets somebody do; `EXECUTE_TASK_FUNCTION:name` is for that one only. */
export function permissionWords(permission: string): string {
  const [whole = '', name] = permission.split(/:(.*)/s);
  const words = WORDS[whole] ?? whole;
  return name ? `${words}: only ${name}` : words;
}
