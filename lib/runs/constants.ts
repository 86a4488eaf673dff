/**
 * pending: waiting to be planned · running: its mail or task is under way · succeeded · failed: see reason and problems
 * · canceled: by a person.
 */
export const RUN_STATUSES = ['pending', 'running', 'succeeded', 'failed', 'canceled'] as const;
