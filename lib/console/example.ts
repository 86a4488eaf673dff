import { writeZip } from '@/lib/functions/write-zip';

/** The textbook case: when a user is deleted, their data elsewhere must be erased, and they are told so. */
export const EXAMPLE_EVENT = {
  type: 'user_deleted',
  content: {
    user: { id: '5f2b6c1e9d8a4f0012ab34cd', first_name: 'Ada', email: 'ada@example.com', language: 'NL' },
    reason: 'requested by the user',
    requested_at: '2026-11-23T09:30:00.000Z',
  },
};

export const EXAMPLE_LOCALIZATIONS = [
  {
    key: 'erasure.subject',
    text: { EN: 'Your data has been erased, {{name}}', NL: 'Je gegevens zijn gewist, {{name}}' },
  },
  { key: 'erasure.greeting', text: { EN: 'Hello {{name}},', NL: 'Dag {{name}},' } },
  {
    key: 'erasure.body',
    text: {
      EN: 'On {{when}} you asked us to delete your account. Everything that we kept about you has been erased.',
      NL: 'Op {{when}} vroeg je ons je account te verwijderen. Alles wat we over je bewaarden, is gewist.',
    },
  },
];

export const EXAMPLE_TEMPLATE = {
  name: 'data-erased',
  description: 'Confirms to a deleted user that their data is gone. Part of the example.',
  inputs: {
    user: { type: 'object', properties: { first_name: { type: 'string' }, email: { type: 'string' } } },
    requested_at: { type: 'string' },
  },
  outputs: {
    subject: "{{t 'erasure.subject' name=@inputs.user.first_name}}",
    body: `<div style="font-family: sans-serif; max-width: 36em; margin: 0 auto; padding: 24px; line-height: 1.5">
  <h1 style="font-size: 20px">{{t 'erasure.greeting' name=@inputs.user.first_name}}</h1>
  <p>{{t 'erasure.body' when=(datetime @inputs.requested_at dateStyle='long' timeStyle='short')}}</p>
</div>`,
  },
};

const FUNCTION_CODE = `// Called once for each user_deleted event. A real one would call the services that hold the user's data.
exports.handler = async (task) => {
  const { userId, event } = task.data;
  console.log('Erasing the data of user ' + userId + ', asked for by event ' + event.id);
  for (const store of ['profile', 'measurements', 'documents']) {
    console.log('  ' + store + ': erased');
  }
  return { erased: ['profile', 'measurements', 'documents'], userId };
};
`;

/** The function with its code, as `POST /tasks/v1/functions` takes it. */
export function exampleFunction() {
  return {
    name: 'erase-user-data',
    description: 'Erases what other services keep about a user. Part of the example.',
    code: writeZip([{ path: 'index.js', content: FUNCTION_CODE }]).toString('base64'),
    entryPoint: 'index.handler',
    runtime: 'nodejs20.x',
    retryPolicy: { enabled: true, errorsToRetry: [] },
  };
}

export const EXAMPLE_DISPATCHER = {
  name: 'Erase a deleted user’s data',
  description: 'When a user is deleted: erase their data elsewhere, and confirm it by mail. Part of the example.',
  eventType: EXAMPLE_EVENT.type,
  tags: ['example', 'privacy'],
  actions: [
    {
      type: 'task',
      name: 'Erase the data',
      functionName: 'erase-user-data',
      data: { userId: '{{content.user.id}}', reason: '{{default content.reason "not given"}}' },
      tags: ['gdpr'],
    },
    {
      type: 'mail',
      name: 'Confirm it to the user',
      recipients: { to: ['{{content.user.email}}'] },
      templateName: EXAMPLE_TEMPLATE.name,
      language: '{{default content.user.language "EN"}}',
    },
  ],
};
