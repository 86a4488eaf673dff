import type { Api } from '../fixtures/api';
import { createFunction, createHttpFunction, createLambdaFunction, createTemplate } from '../fixtures/factories';

/** Posts, and expects it to be done. */
export async function post(api: Api, path: string, body: object): Promise<Record<string, unknown>> {
  const answer = await api.call('POST', path, body);
  if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** People, tokens, sources, texts, functions and dispatchers of a company that is busy. */
export async function addBusyConfiguration(api: Api): Promise<void> {
  await addPeople(api);
  await addTexts(api);
  await addFunctions(api);
  await addDispatchers(api);
}

async function addPeople(api: Api): Promise<void> {
  await post(api, '/api/v1/roles', {
    name: 'Support desk',
    description: 'Answers customers: sees everything, sends failed mails again',
    permissions: ['VIEW_EVENTS', 'VIEW_MAILS', 'VIEW_TASKS', 'VIEW_DISPATCHERS', 'VIEW_TEMPLATES', 'SEND_MAILS'],
  });
  const users = [
    ['grace.hopper@example.com', 'Grace', 'Hopper', ['Configurator']],
    ['chinua.achebe@example.com', 'Chinua', 'Achebe', ['Operator', 'Support desk']],
    [
      'maximiliane.von.hohenstein-wittelsbach@subsidiary.example.de',
      'Maximiliane',
      'von Hohenstein-Wittelsbach',
      ['Viewer'],
    ],
    ['li.siguang@example.cn', '四光', '李', ['Administrator']],
    ['former.colleague@example.com', undefined, undefined, ['Viewer']],
  ] as const;
  for (const [index, [email, firstName, lastName, roles]] of users.entries()) {
    const password = index === 2 ? undefined : 'a door that opens softly';
    const body = await post(api, '/api/v1/users', { email, firstName, lastName, roles, password });
    const { id } = body.user as { id: string };
    if (index === 4) await api.call('PUT', `/api/v1/users/${id}`, { enabled: false });
  }
  const inDays = (days: number) => Date.now() + days * 86_400_000;
  await post(api, '/api/v1/tokens', {
    name: 'Deployment pipeline',
    permissions: ['VIEW_DISPATCHERS', 'UPDATE_DISPATCHERS'],
    expiresAt: inDays(90),
  });
  await post(api, '/api/v1/tokens', { name: 'Monitoring', permissions: ['VIEW_EVENTS'] });
  await post(api, '/api/v1/tokens', {
    name: 'Order service, production, Frankfurt',
    permissions: ['CREATE_EVENTS', 'SEND_MAILS', 'CREATE_TASKS', 'VIEW_TASKS', 'VIEW_TASK_LOGS'],
    expiresAt: inDays(3),
  });
  await post(api, '/api/v1/applications', { name: 'Order service', kind: 'oauth2' });
  await post(api, '/api/v1/applications', { name: 'Phone app', kind: 'oauth2', confidential: false });
  await post(api, '/api/v1/applications', { name: 'Legacy command line', kind: 'oauth1' });
  for (const [name, description] of [
    ['shop', 'Orders, payments and returns from the web shop'],
    ['warehouse', 'Shipments'],
    ['identity', undefined],
  ] as const)
    await post(api, '/api/v1/sources', { name, description });
}

async function addTexts(api: Api): Promise<void> {
  const keys = [
    'order.subject',
    'order.thanks',
    'order.shipped',
    'order.delayed',
    'password.subject',
    'password.hint',
    'invoice.subject',
    'invoice.reminder',
    'footer.imprint',
    'footer.unsubscribe',
    'survey.subject',
    'survey.invitation',
  ];
  await post(api, '/localizations/v1/', {
    localizations: keys.map((key, index) => ({
      key,
      text: {
        EN: `${key.split('.')[1]}: a sentence in English for {{name}}`,
        ...(index % 3 === 0 ? {} : { NL: `${key.split('.')[1]}: een zin in het Nederlands voor {{name}}` }),
        ...(index % 4 === 1
          ? {}
          : {
              FR: `${key.split('.')[1]} : une phrase plutôt longue en français, comme il y en a souvent, pour {{name}}`,
            }),
        ...(index % 2 === 0 ? { DE: `${key.split('.')[1]}: ein Satz auf Deutsch` } : {}),
      },
    })),
  });
  for (const name of ['order-shipped', 'password-reset', 'invoice', 'invoice-reminder', 'survey'])
    await createTemplate(api, {
      name,
      subject: `{{@inputs.order.id}} · ${name.replace('-', ' ')} for {{@inputs.name}}`,
      body: MAIL,
    });
}

const MAIL = `<div style="font-family:Helvetica,Arial,sans-serif;max-width:560px;margin:0 auto;padding:32px;color:#1f2430">
  <p style="font-size:12px;color:#6b7280;letter-spacing:.08em;text-transform:uppercase">Example Company</p>
  <h1 style="font-size:22px;margin:0 0 16px">Hello {{@inputs.name}},</h1>
  <p>Your order <b>{{@inputs.order.id}}</b> is on its way.</p>
  <table style="width:100%;border-collapse:collapse">
    {{#each @inputs.order.lines}}<tr><td style="padding:8px 0;border-bottom:1px solid #e5e7eb">{{this.count}} × {{this.what}}</td><td style="text-align:right;border-bottom:1px solid #e5e7eb">{{this.price}} €</td></tr>{{/each}}
  </table>
  <p><a href="https://example.com/orders" style="display:inline-block;background:#4a47c9;color:#fff;padding:10px 18px;border-radius:6px;text-decoration:none">See your order</a></p>
</div>`;

async function addFunctions(api: Api): Promise<void> {
  await createFunction(api, SCORE, {
    name: 'score-order',
    description: 'Tells how likely an order is to be a fraud',
    timeLimit: 60,
    memoryLimit: 256,
  });
  await createFunction(api, 'exports.handler = async () => ({ ok: true });', {
    name: 'nightly-report',
    description: 'Gathers what happened in a day',
  });
  await createHttpFunction(api, 'http://127.0.0.1:40009/warehouse/v2/reserve-stock', {
    name: 'reserve-stock-in-the-warehouse-of-the-region',
    description: 'Asks the warehouse to put the goods aside',
  });
  await createLambdaFunction(
    api,
    'http://127.0.0.1:65431',
    { functionName: 'crm-sync' },
    { name: 'crm-sync', description: 'Copies customers to the CRM' },
  );
}

const SCORE = `
exports.handler = async (task) => {
  const { order } = task.data;
  console.log('scoring order', order.id);
  for (const line of order.lines) console.log('line', JSON.stringify(line));
  console.warn('no history for this customer: the score is a guess');
  if (order.total > 900) throw new RangeError('An order of ' + order.total + ' EUR is beyond what the model was trained on');
  console.log('done');
  return { score: 0.12, reasons: ['new customer', 'usual address'], order: order.id };
};
`;

async function addDispatchers(api: Api): Promise<void> {
  const mail = (templateName: string, over: object = {}) => ({
    type: 'mail',
    name: `Send ${templateName}`,
    recipients: { to: ['{{content.email}}'] },
    templateName,
    language: '{{default content.language "EN"}}',
    ...over,
  });
  const task = (functionName: string, over: object = {}) => ({
    type: 'task',
    name: `Run ${functionName}`,
    functionName,
    data: { order: '{{content.order}}', customer: { email: '{{content.email}}', name: '{{content.name}}' } },
    ...over,
  });
  const all: object[] = [
    {
      eventType: 'order_shipped',
      name: 'Tell that an order is on its way',
      description: 'To the customer, a copy to the shop. The survey follows a week later.',
      tags: ['shop', 'customers'],
      actions: [
        mail('order-shipped', {
          recipients: {
            to: ['{{content.name}} <{{content.email}}>'],
            cc: ['shop@example.com'],
            bcc: ['archive@example.com'],
          },
        }),
        task('score-order', { tags: ['fraud', '{{content.country}}'], priority: 5 }),
        mail('survey', { enabled: false }),
      ],
    },
    {
      eventType: 'order_shipped',
      name: 'Reserve stock',
      tags: ['shop', 'warehouse'],
      actions: [task('reserve-stock-in-the-warehouse-of-the-region')],
    },
    {
      eventType: 'password_reset_requested',
      name: 'Reset a password',
      tags: ['identity'],
      actions: [mail('password-reset')],
    },
    {
      eventType: 'invoice_due',
      name: 'Remind of an invoice',
      tags: ['finance'],
      actions: [mail('invoice-reminder'), task('crm-sync')],
    },
    { eventType: 'invoice_sent', name: 'Send an invoice', tags: ['finance', 'customers'], actions: [mail('invoice')] },
    {
      eventType: 'shop.order.payment.authorisation.declined.v2',
      name: 'Payment declined',
      tags: ['finance', 'shop'],
      actions: [mail('invoice-reminder')],
    },
    { eventType: 'order_shiped', name: 'Count parcels', actions: [task('nightly-report')] },
  ];
  for (const subject of [
    'newsletter',
    'birthday',
    'abandoned cart',
    'low stock',
    'price alert',
    'review request',
    'loyalty points',
    'gift card',
  ])
    all.push({
      eventType: `${subject.replace(' ', '_')}_due`,
      name: `Mail about ${subject}`,
      tags: ['marketing'],
      enabled: subject !== 'birthday',
      actions: [mail('survey')],
    });
  for (const dispatcher of all) await post(api, '/dispatchers/v1/', dispatcher);
}
