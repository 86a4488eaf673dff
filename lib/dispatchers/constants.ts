export const ACTION_TYPES = ['mail', 'task'] as const;

export const DISPATCHER_SORTS = ['updated', 'name', 'eventType', 'lastFired', 'failures'] as const;
