import { expect, test } from '@playwright/test';
import { type Api, sendEvent, signIn } from './fixtures/api';
import { type DispatchersServer, startDispatchers } from './fixtures/dispatchers-server';
import { createDispatcher, createFunction, createTemplate } from './fixtures/factories';
import { type SmtpSink, startSmtpSink } from './fixtures/smtp-sink';
import { settled } from './fixtures/wait-for';

let sink: SmtpSink;
let server: DispatchersServer;
let api: Api;

test.beforeAll(async () => {
  sink = await startSmtpSink();
  server = await startDispatchers({ env: { SMTP_URL: sink.url, MAIL_FROM: 'Service <service@example.com>' } });
  api = await signIn(server);
});
test.afterAll(async () => {
  await server?.stop();
  await sink?.stop();
  server?.cleanUp();
});

test('a signed event becomes a mail at the SMTP server and a run of the function', async () => {
  const template = await createTemplate(api, {
    subject: 'Goodbye {{@inputs.user.first_name}} & thanks',
    body: '<p>Dear {{@inputs.user.first_name}}, reference <b>{{@inputs.event.id}}</b></p>',
  });
  const functionName = await createFunction(
    api,
    `exports.handler = async (task) => {
       console.log('erasing ' + task.data.userId + ' in ' + process.env.REGION);
       return { data: task.data, region: process.env.REGION, secretsSeen: Object.keys(process.env).filter((n) => /SECRET|ADMIN|SMTP/.test(n)) };
     };`,
    { environmentVariables: { REGION: { value: 'eu' } } },
  );
  await createDispatcher(api, 'user_deleted', [
    {
      type: 'mail',
      recipients: { to: ['{{content.user.email}}'], cc: ['{{content.managers}}'], bcc: ['audit@example.com'] },
      templateName: template.name,
    },
    {
      type: 'task',
      functionName,
      data: { userId: '{{content.user.id}}', age: '{{content.user.age}}' },
      tags: ['gdpr'],
    },
  ]);

  const content = {
    user: { id: 'u-1', first_name: 'Zoë <b>', email: 'Zoë Peeters <zoe@example.com>', age: 42 },
    managers: ['m1@example.com', 'm2@example.com'],
  };
  const answer = await sendEvent(server, { type: 'user_deleted', content });
  expect(answer.status).toBe(202);
  expect(answer.body).toEqual({ id: expect.stringMatching(/^[0-9a-f]{24}$/), runs: 2 });

  const [mail] = await sink.waitFor((messages) => messages.length === 1);
  if (!mail) throw new Error('no mail');
  expect(mail.envelope.from).toBe('service@example.com');
  expect([...mail.envelope.to].sort()).toEqual([
    'audit@example.com',
    'm1@example.com',
    'm2@example.com',
    'zoe@example.com',
  ]);
  expect(mail.subject).toBe('Goodbye Zoë <b> & thanks');
  expect(mail.html).toContain('Dear Zoë &lt;b&gt;, reference <b>');
  expect(mail.text).toContain(`reference ${answer.body.id}`);
  expect(mail.raw).not.toContain('audit@example.com');

  const detail = await settled(api, answer.body.id);
  const [mailRun, taskRun] = detail.runs;
  expect(mailRun).toMatchObject({ status: 'succeeded', mail: { status: 'sent', messageId: mail.messageId } });
  expect(taskRun).toMatchObject({ status: 'succeeded', task: { status: 'complete' } });
  const result = taskRun?.task?.result as { data: Record<string, unknown>; region: string; secretsSeen: string[] };
  expect(result.data).toEqual({
    userId: 'u-1',
    age: 42,
    event: { id: answer.body.id, type: 'user_deleted', content, creationTimestamp: detail.event.creationTimestamp },
  });
  expect(result.region).toBe('eu');
  expect(result.secretsSeen).toEqual([]);
  expect(taskRun?.task?.logs.map((line) => line.message)).toEqual(['erasing u-1 in eu']);
});
