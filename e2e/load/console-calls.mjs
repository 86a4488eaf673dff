const HOUR_MS = 3_600_000;

/** What the console asks for, by what a person does: each makes the path from rows that are there. */
export const CALLS = {
  overview: () => '/api/v1/overview',
  'overview: statistics of 24 hours': () => '/api/v1/statistics',
  'overview: statistics of 30 days': ({ now }) =>
    `/api/v1/statistics?from=${now - 30 * 24 * HOUR_MS}&to=${now}&bucket=${24 * HOUR_MS}`,
  'event types': () => '/api/v1/event-types',
  'variables of an event type': ({ event }) => `/api/v1/event-types/paths?type=${encodeURIComponent(event.type)}`,
  'overview: never delivered': () => '/api/v1/undelivered',
  'overview: targets': () => '/api/v1/targets',
  palette: () => '/api/v1/search?text=dispatcher%20999',
  events: () => '/api/v1/events',
  'events of a type': ({ event }) => `/api/v1/events?eq(type,${event.type})`,
  'events by a text in the content': () => '/api/v1/events?like(text,person19)',
  event: ({ event }) => `/api/v1/events/${event.id}`,
  runs: () => '/api/v1/runs',
  'runs that failed': () => '/api/v1/runs?eq(status,failed)',
  'runs: count of those that failed': () => '/api/v1/runs/count?eq(status,failed)',
  'runs by a text in the content that is nowhere': () => '/api/v1/runs?like(text,nowhere-to-be-found)',
  run: ({ run }) => `/api/v1/runs/${run.id}`,
  'run that failed': ({ failedRun }) => `/api/v1/runs/${failedRun.id}`,
  mails: () => '/api/v1/mails',
  'mails that failed': () => '/api/v1/mails?eq(status,failed)',
  'mails to an address': ({ mail }) => `/api/v1/mails?contains(recipientStates,eq(address,${mail.recipients.to[0]}))`,
  mail: ({ mail }) => `/api/v1/mails/${mail.id}`,
  tasks: () => '/api/v1/tasks',
  'tasks that failed': () => '/api/v1/tasks?eq(status,failed)',
  task: ({ task }) => `/api/v1/tasks/${task.id}`,
  dispatchers: () => '/dispatchers/v1/?limit(50)&sort(-updateTimestamp)',
  'dispatchers by text': () =>
    '/dispatchers/v1/?limit(50)&sort(-updateTimestamp)&or(like(name,999),like(eventType,999))',
  dispatcher: ({ dispatcher }) => `/dispatchers/v1/?eq(id,${dispatcher.id})`,
  templates: () => '/templates/v2/?limit(50)&sort(name)',
  functions: () => '/tasks/v1/functions',
  sources: () => '/api/v1/sources',
};
