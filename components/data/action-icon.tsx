import { type LucideIcon, Mail, SquareTerminal } from 'lucide-react';
import type { ActionType } from '@/lib/dispatchers/schema';

/** How each kind of action looks and is called. */
export const ACTION_LOOKS: Record<ActionType, { word: string; Icon: LucideIcon }> = {
  mail: { word: 'Mail', Icon: Mail },
  task: { word: 'Task', Icon: SquareTerminal },
};

/** Every kind of action, in the order in which they are offered. */
export const ACTION_TYPES = Object.keys(ACTION_LOOKS) as ActionType[];

/** The icon of a kind of action; say its word beside it or in a label. */
export function ActionIcon({ type, className = 'size-4' }: { type: ActionType; className?: string }) {
  const { Icon } = ACTION_LOOKS[type];
  return <Icon aria-hidden className={className} />;
}
