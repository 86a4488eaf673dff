import type { Case } from './case';

const action = { type: 'task', name: 'a', functionName: 'f' };
const dispatcher = { eventType: 'e', name: 'n', actions: [action] };
const file = (over: object) => ({ dispatchers: [{ ...dispatcher, ...over }] });
const acted = (over: object) => file({ actions: [{ ...action, ...over }] });

const WRONG: unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  '',
  [],
  [[]],
  {},
  { a: 1 },
  'x'.repeat(70_000),
  ['x'],
  '{{',
  '\u0000',
];
const wrongFor = (field: string, fits: (value: unknown) => boolean, make: (value: unknown) => unknown) =>
  WRONG.filter((value) => !fits(value)).map((value) => ({
    name: `${field} = ${JSON.stringify(value).slice(0, 30)}`,
    value: make(value),
  }));
const isText = (value: unknown) => typeof value === 'string' && value.trim() !== '' && value.length < 128;

/** 12. Files that an import refuses: bombs, what is unknown in them, and what is wrong in each of their fields. */
export const IMPORTS: Case<unknown>[] = [
  ...wrongFor(
    'the file',
    () => false,
    (value) => value,
  ),
  ...wrongFor(
    'dispatchers',
    (value) => Array.isArray(value) && value.length === 0,
    (value) => ({ dispatchers: value }),
  ),
  ...wrongFor(
    'a dispatcher',
    () => false,
    (value) => ({ dispatchers: [value] }),
  ),
  ...wrongFor(
    'eventType',
    (value) => typeof value === 'string' && value !== '' && value !== '\u0000' && value.length <= 256,
    (value) => file({ eventType: value }),
  ),
  ...wrongFor('name', isText, (value) => file({ name: value })),
  ...wrongFor(
    'tags',
    (value) => Array.isArray(value) && value.every(isText),
    (value) => file({ tags: value }),
  ),
  ...wrongFor(
    'enabled',
    (value) => typeof value === 'boolean',
    (value) => file({ enabled: value }),
  ),
  ...wrongFor(
    'actions',
    (value) => Array.isArray(value) && value.length === 0,
    (value) => file({ actions: value }),
  ),
  ...wrongFor(
    'an action',
    () => false,
    (value) => file({ actions: [value] }),
  ),
  ...wrongFor('the name of an action', isText, (value) => acted({ name: value })),
  ...wrongFor(
    'the type of an action',
    () => false,
    (value) => acted({ type: value }),
  ),
  ...wrongFor(
    'functionName',
    (value) => isText(value) && value !== '{{',
    (value) => acted({ functionName: value }),
  ),
  ...['id', 'creationTimestamp', 'updateTimestamp', 'password', 'secret', '$where', 'toString', 'owner'].flatMap(
    (field) => [
      { name: `an unknown field of a dispatcher: ${field}`, value: file({ [field]: 'x' }) },
      { name: `an unknown field of an action: ${field}`, value: acted({ [field]: 'x' }) },
      { name: `an unknown field of the file: ${field}`, value: { dispatchers: [], [field]: 'x' } },
    ],
  ),
  { name: 'a name twice', value: { dispatchers: [dispatcher, dispatcher] } },
  { name: 'the name of an action twice', value: file({ actions: [action, action] }) },
  { name: '9,000 empty dispatchers', value: { dispatchers: Array.from({ length: 9_000 }, () => ({})) } },
  {
    name: '3,000 actions',
    value: file({ actions: Array.from({ length: 3_000 }, (_, i) => ({ ...action, name: `${i}` })) }),
  },
  { name: '3,000 tags', value: file({ tags: Array.from({ length: 3_000 }, (_, i) => `${i}`) }) },
  { name: 'a description of 1 MB', value: file({ description: 'x'.repeat(900_000) }) },
  { name: 'data of 70 levels', value: acted({ data: JSON.parse('{"a":'.repeat(70) + 1 + '}'.repeat(70)) as unknown }) },
  { name: 'a template bomb', value: acted({ data: { a: '{{#if a}}'.repeat(3_000) } }) },
];
