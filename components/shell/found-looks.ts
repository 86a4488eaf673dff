import {
  Activity,
  FileText,
  ListChecks,
  ListTodo,
  type LucideIcon,
  Mail,
  Split,
  SquareFunction,
  Tag,
  Webhook,
} from 'lucide-react';
import type { FoundKind } from '@/lib/search/schema';

interface FoundLook {
  word: string;
  Icon: LucideIcon;
  href: (id: string) => string;
}

/** How each kind of thing that the palette finds looks, and where it leads. */
export const FOUND_LOOKS: Record<FoundKind, FoundLook> = {
  dispatcher: { word: 'Dispatcher', Icon: Split, href: (id) => `/dispatchers/${id}` },
  template: { word: 'Template', Icon: FileText, href: (id) => `/templates/${id}` },
  function: { word: 'Function', Icon: SquareFunction, href: (name) => `/functions/${encodeURIComponent(name)}` },
  source: { word: 'Source', Icon: Webhook, href: (name) => `/sources?open=${encodeURIComponent(name)}` },
  eventType: { word: 'Events of this type', Icon: Tag, href: (type) => `/events?type=${encodeURIComponent(type)}` },
  event: { word: 'Event', Icon: Activity, href: (id) => `/events/${id}` },
  run: { word: 'Run', Icon: ListChecks, href: (id) => `/runs/${id}` },
  mail: { word: 'Mail', Icon: Mail, href: (id) => `/mails/${id}` },
  task: { word: 'Task', Icon: ListTodo, href: (id) => `/tasks/${id}` },
};
