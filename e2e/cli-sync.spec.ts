import { ActionType, createOAuth1Client, type OAuth1Client } from '@extrahorizon/javascript-sdk';
import { expect, test } from '@playwright/test';
import { writeZip } from '@/lib/functions/write-zip';
import { ADMIN, type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { MANAGED, type Repository, syncRepository } from './fixtures/repository-sync';
import { type SmtpSink, startSmtpSink } from './fixtures/smtp-sink';
import { waitFor } from './fixtures/wait-for';

const CONSUMER = { consumerKey: 'exh-cli', consumerSecret: 'a-secret-of-the-tool' };
let sink: SmtpSink;
let server: DispatchersServer;

test.beforeAll(async () => {
  sink = await startSmtpSink();
  server = await startDispatchers({
    env: {
      SMTP_URL: sink.url,
      MAIL_FROM: 'Service <service@example.com>',
      OAUTH1_CONSUMER_KEY: CONSUMER.consumerKey,
      OAUTH1_CONSUMER_SECRET: CONSUMER.consumerSecret,
    },
  });
});
test.afterAll(async () => {
  await server?.stop();
  await sink?.stop();
  server?.cleanUp();
});

/** `exh login` stores the token; every later command starts from what it stored. */
async function logIn(): Promise<OAuth1Client> {
  const { key: token, secret: tokenSecret } = await createOAuth1Client({
    host: server.url,
    ...CONSUMER,
  }).auth.authenticate({ email: ADMIN.email, password: ADMIN.password });
  const exh = createOAuth1Client({ host: server.url, ...CONSUMER });
  await exh.auth.authenticate({ token, tokenSecret });
  return exh;
}

const mail = (name: string, templateName: string, over: object = {}) => ({
  type: ActionType.MAIL as const,
  name,
  recipients: { to: ['{{content.email}}'] },
  templateName,
  ...over,
});
const task = (name: string, over: object = {}) => ({
  type: ActionType.TASK as const,
  name,
  functionName: 'erase-user',
  data: { userId: '{{content.userId}}' },
  ...over,
});
const code = `exports.handler = async (task) => {
  console.log('erasing ' + task.data.userId);
  return { userId: task.data.userId, reason: task.data.reason, type: task.data.event.type };
};`;

const REPOSITORY: Repository = {
  templates: [
    {
      name: 'goodbye',
      description: 'Says goodbye',
      inputs: { name: { type: 'string' } },
      outputs: { subject: "{{t 'goodbye.subject' name=@inputs.name}}", body: '<p>{{@inputs.name}} & co</p>' },
    },
    { name: 'notice', outputs: { subject: 'A notice', body: '<p>Gone: {{@inputs.userId}}</p>' } },
  ],
  localizations: [{ key: 'goodbye.subject', text: { EN: 'Goodbye, {{name}}', NL: 'Tot ziens, {{name}}' } }],
  functions: [
    {
      name: 'erase-user',
      description: 'Erases a user',
      code: writeZip([{ path: 'index.js', content: code }]).toString('base64'),
      entryPoint: 'index.handler',
      runtime: 'nodejs20.x',
      timeLimit: 20,
      memoryLimit: 128,
    },
  ],
  dispatchers: [
    {
      name: 'Erase',
      eventType: 'user_deleted',
      description: 'Erases what is left of a user',
      tags: ['gdpr'],
      actions: [mail('confirm', 'goodbye'), task('erase')],
    },
    { name: 'Welcome', eventType: 'user_created', actions: [mail('greet', 'notice'), task('prepare')] },
    {
      name: 'Report',
      eventType: 'month_ended',
      actions: [mail('send', 'notice'), task('count', { tags: ['monthly'] })],
    },
  ],
};

/** What the server holds of the repository, in the repository's own terms. */
async function stored(exh: OAuth1Client): Promise<Repository['dispatchers']> {
  const managed = (await exh.dispatchers.findAll()).filter(({ tags = [] }) => tags.includes(MANAGED));
  return managed.map(({ name = '', eventType, description, tags = [], actions }) => ({
    name,
    eventType,
    ...(description === undefined ? {} : { description }),
    ...(tags.length > 1 ? { tags: tags.filter((tag) => tag !== MANAGED) } : {}),
    actions: actions.map((action) => {
      const { id: _, enabled: __, ...rest } = action as typeof action & { enabled: boolean; name: string };
      return rest;
    }),
  }));
}

test('a repository is synchronised as by the command-line tool, and then an event makes it all run', async () => {
  const exh = await logIn();
  expect(await exh.users.me()).toMatchObject({ email: ADMIN.email });
  const untouched = await exh.dispatchers.create({ name: 'By hand', eventType: 'by_hand', actions: [] });

  await syncRepository(exh, REPOSITORY);
  expect(await stored(exh)).toEqual(REPOSITORY.dispatchers);
  const before = await exh.dispatchers.findAll();
  await syncRepository(exh, REPOSITORY);
  expect((await exh.dispatchers.findAll()).map(({ id, actions }) => [id, actions])).toEqual(
    before.map(({ id, actions }) => [id, actions]),
  );

  const [erase, welcome] = REPOSITORY.dispatchers;
  if (!erase || !welcome) throw new Error('the repository has no dispatchers');
  const changed: Repository = {
    ...REPOSITORY,
    localizations: [{ key: 'goodbye.subject', text: { EN: 'Farewell, {{name}}', NL: 'Vaarwel, {{name}}' } }],
    dispatchers: [
      {
        ...erase,
        actions: [
          mail('confirm', 'goodbye', { recipients: { to: ['{{content.email}}'], bcc: ['audit@example.com'] } }),
          task('erase', { data: { userId: '{{content.userId}}', reason: 'asked for' } }),
          mail('notify', 'notice', { recipients: { to: ['officer@example.com'] } }),
        ],
      },
      { ...welcome, actions: welcome.actions.slice(1) },
    ],
  };
  await syncRepository(exh, changed);
  expect(await stored(exh)).toEqual(changed.dispatchers);
  expect(await exh.dispatchers.findById(untouched.id)).toEqual(untouched);

  const content = { email: 'ada@example.com', name: 'Ada <3', userId: 'u-1' };
  await exh.events.create({ type: 'user_deleted', content }, { normalizeEventContent: false });
  const mails = await sink.waitFor((messages) => messages.length === 2);
  const goodbye = mails.find(({ subject }) => subject === 'Farewell, Ada <3');
  expect([...(goodbye?.envelope.to ?? [])].sort()).toEqual(['ada@example.com', 'audit@example.com']);
  expect(goodbye?.html).toContain('<p>Ada &lt;3 & co</p>');
  const notice = mails.find(({ subject }) => subject === 'A notice');
  expect(notice).toMatchObject({ envelope: { to: ['officer@example.com'] }, html: '<p>Gone: u-1</p>' });

  const done = await waitFor('the task', async () =>
    (await exh.tasks.find()).data.find((one) => one.status === 'complete'),
  );
  expect(done).toMatchObject({ functionName: 'erase-user', data: { userId: 'u-1', reason: 'asked for' } });
  expect(await exh.tasks.logs.find(done.id ?? '')).toMatchObject([{ message: 'erasing u-1' }]);
  expect((await exh.tasks.find()).page.total).toBe(1);
});
