import type { ActionInput, Dispatcher } from '@/lib/dispatchers/schema';

/** It is matched all the same, and its run fails for want of this function: nothing is dropped silently. */
export const UNREADABLE_ACTION: ActionInput = {
  type: 'task',
  functionName: '(unreadable)',
  description: 'What is stored of this action cannot be read: write it anew',
  enabled: true,
};

export const UNREADABLE_REVISION: Dispatcher = {
  id: '',
  eventType: '',
  enabled: false,
  actions: [],
  tags: [],
  creationTimestamp: 0,
  updateTimestamp: 0,
};

export const UNREADABLE_FUNCTION: Record<string, unknown> = {
  description: 'What is stored of this function cannot be read: write it anew',
  timeLimit: 30,
  memoryLimit: 128,
  executionOptions: { permissionMode: 'permissionRequired', defaultPriority: 0 },
  retryPolicy: { enabled: false, errorsToRetry: [] },
};
