export const TASK_STATUSES = ['new', 'inProgress', 'complete', 'failed', 'retried', 'canceled'] as const;
