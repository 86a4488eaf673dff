import { expect, test } from 'vitest';
import { overridesEvent, taskValues } from '@/components/dispatchers/actions/task/values';
import { createAction } from '@/components/dispatchers/actions/values';
import {
  checkAction,
  DispatcherForm,
  type DispatcherValues,
  duplicateAction,
  emptyDispatcher,
  toDispatcherField,
  toDispatcherValues,
} from '@/components/dispatchers/form-values';
import type { Dispatcher } from '@/lib/dispatchers/schema';

const ID = '0123456789abcdef01234567';
const stored: Dispatcher = {
  id: 'a'.repeat(24),
  eventType: 'user_deleted',
  name: 'Erase and confirm',
  enabled: true,
  tags: ['gdpr'],
  actions: [
    {
      id: 'b'.repeat(24),
      type: 'mail',
      enabled: true,
      recipients: { to: ['{{content.email}}'], cc: ['a@x.org'] },
      templateId: ID,
    },
    {
      id: 'c'.repeat(24),
      type: 'task',
      name: 'erase',
      enabled: false,
      functionName: 'erase-user',
      data: { user: '{{content.id}}', deep: [{ a: null }] },
      startTimestamp: 'P1D',
      priority: 0,
    },
  ],
  creationTimestamp: 1,
  updateTimestamp: 2,
};

const errorsOf = (values: DispatcherValues) => {
  const result = DispatcherForm.safeParse(values);
  return Object.fromEntries((result.error?.issues ?? []).map((issue) => [issue.path.join('.'), issue.message]));
};

test('a stored dispatcher goes through the form unchanged', () => {
  const { id, creationTimestamp, updateTimestamp, ...rest } = stored;
  expect(DispatcherForm.parse(toDispatcherValues(stored))).toEqual(rest);
});

test('every mistake is said at once, each at its field', () => {
  const task = { ...taskValues.create(), data: '{\n "a": }', priority: 'soon' };
  expect(errorsOf({ ...emptyDispatcher(), actions: [createAction('mail'), task] })).toEqual({
    eventType: 'is required',
    'actions.0.recipients.to': 'needs at least one recipient',
    'actions.0.templateId': 'choose a template',
    'actions.1.functionName': 'must not be empty',
    'actions.1.data': 'is not JSON: look at line 2',
    'actions.1.priority': 'must be a whole number',
  });
});

test('data must be an object, and may be left empty', () => {
  const task = { ...taskValues.create(), functionName: 'f' };
  expect(errorsOf({ ...emptyDispatcher('a'), actions: [{ ...task, data: '[1]' }] })).toEqual({
    'actions.0.data': 'must be an object: { "name": … }',
  });
  expect(checkAction({ ...task, data: ' ' }).action).not.toHaveProperty('data');
});

test('blank texts are absent, not empty', () => {
  const saved = DispatcherForm.parse({ ...emptyDispatcher('a'), name: '  ', description: '' });
  expect(saved).toEqual({ eventType: 'a', enabled: true, tags: [], actions: [] });
});

test('digits alone are a time in milliseconds, all else stays a text', () => {
  const start = (startTimestamp: string) =>
    checkAction({ ...taskValues.create(), functionName: 'f', startTimestamp }).action;
  expect(start('1767225600000')).toHaveProperty('startTimestamp', 1_767_225_600_000);
  expect(start('{{content.at}}')).toHaveProperty('startTimestamp', '{{content.at}}');
  expect(start(' ')).not.toHaveProperty('startTimestamp');
});

test('a new action is saved without an id, a stored one with its own', () => {
  const values = toDispatcherValues(stored);
  const [mail] = values.actions;
  const saved = DispatcherForm.parse({ ...values, actions: mail ? [mail, duplicateAction(mail)] : [] });
  expect(saved.actions.map((action) => ('id' in action ? action.id : undefined))).toEqual(['b'.repeat(24), undefined]);
});

test('errors and problems about the template lead to the one field that holds it', () => {
  expect(toDispatcherField('actions[0].templateName')).toBe('actions.0.templateId');
  expect(toDispatcherField('template.subject')).toBe('templateId');
  expect(toDispatcherField('actions[1].template.body')).toBe('actions.1.templateId');
  expect(toDispatcherField('actions[1].data.template')).toBe('actions.1.data.template');
  expect(toDispatcherField('recipients.to[0]')).toBe('recipients.to.0');
});

test('only a key of its own at the top of data hides the event', () => {
  expect(overridesEvent('{"event": 1}')).toBe(true);
  expect(overridesEvent('{"a": {"event": 1}}')).toBe(false);
  expect(overridesEvent('{"event"')).toBe(false);
});
