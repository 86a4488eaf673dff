import {
  Action,
  ActionInput,
  ActionUpdate,
  Dispatcher,
  DispatcherInput,
  DispatcherUpdate,
} from '@/lib/dispatchers/schema';
import { Affected, Health, pageOf } from './answers';
import type { RouteEntries } from './route-entry';

export const dispatcherRoutes = {
  'GET /dispatchers/v1': {
    permission: 'VIEW_DISPATCHERS',
    summary: 'List dispatchers',
    query: 'rql',
    answer: pageOf(Dispatcher),
  },
  'POST /dispatchers/v1': {
    permission: 'CREATE_DISPATCHERS',
    summary: 'Create a dispatcher with its actions',
    description: 'Keys that are not named here are ignored.',
    body: DispatcherInput,
    answer: Dispatcher,
    errors: [17],
  },
  'PUT /dispatchers/v1/{id}': {
    permission: 'UPDATE_DISPATCHERS',
    summary: 'Change name, description, tags or enabled of a dispatcher',
    description:
      'What the body does not name stays. `actions` are ignored. `eventType` can never change. With `If-Unmodified-Since`, or `updateTimestamp` in the body, what somebody else saved meanwhile is not overwritten (27, status 409).',
    body: DispatcherUpdate,
    answer: Affected,
    errors: [17, 26, 27],
  },
  'DELETE /dispatchers/v1/{id}': {
    permission: 'DELETE_DISPATCHERS',
    summary: 'Remove a dispatcher',
    answer: Affected,
  },
  'POST /dispatchers/v1/{id}/actions': {
    permission: 'UPDATE_DISPATCHERS',
    summary: 'Add an action to a dispatcher',
    body: ActionInput,
    answer: Action,
    errors: [17, 26],
  },
  'PUT /dispatchers/v1/{id}/actions/{actionId}': {
    permission: 'UPDATE_DISPATCHERS',
    summary: 'Change an action',
    description: 'What the body does not name stays. The type of an action cannot change.',
    body: ActionUpdate,
    answer: Affected,
    errors: [17, 26],
  },
  'DELETE /dispatchers/v1/{id}/actions/{actionId}': {
    permission: 'UPDATE_DISPATCHERS',
    summary: 'Remove an action',
    answer: Affected,
  },
  'GET /dispatchers/v1/health': { permission: 'public', summary: 'Say that dispatchers are served', answer: Health },
} as const satisfies RouteEntries;
