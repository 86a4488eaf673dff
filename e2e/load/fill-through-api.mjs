// What people configure beside dispatchers, made through the API before the database is filled.
import { strToU8, zipSync } from 'fflate';
import { FUNCTION_NAMES } from './fill-large-database.mjs';

const SOURCES = 50;
const TEMPLATES = 500;
const KEYS = 3_000;
const KEYS_A_CALL = 500;
const PEOPLE = 300;
const ROLES = 20;
const CREDENTIALS = 200;
const SCHEDULES = 500;
export const LOCAL_FUNCTION = 'large-local';

/** @param {(path: string, body: unknown) => Promise<unknown>} post sends as an administrator. */
export async function fillThroughApi(post) {
  for (const name of FUNCTION_NAMES) {
    await post('/tasks/v1/functions', { name, kind: 'http', http: { url: 'https://large.example/' } });
  }
  const code = zipSync({ 'index.js': strToU8('exports.handler = async (task) => task.data;') });
  await post('/tasks/v1/functions', {
    name: LOCAL_FUNCTION,
    code: Buffer.from(code).toString('base64'),
    entryPoint: 'index.handler',
    runtime: 'nodejs20.x',
  });
  for (let i = 0; i < SOURCES; i++) await post('/api/v1/sources', { name: `large-source-${i}` });
  for (let i = 0; i < TEMPLATES; i++) {
    const body = `<p>{{t 'large.key.${i}'}} {{@inputs.user.name}}</p>${'<p>Some more text.</p>'.repeat(50)}`;
    await post('/templates/v2/', { name: `large-template-${i}`, outputs: { subject: `Hello ${i}`, body } });
  }
  for (let from = 0; from < KEYS; from += KEYS_A_CALL) {
    const localizations = Array.from({ length: KEYS_A_CALL }, (_, index) => ({
      key: `large.key.${from + index}`,
      text: {
        EN: `Large text ${from + index}`,
        FR: 'Un texte',
        DE: 'Ein Text',
        ...(index % 2 ? { NL: 'Een tekst' } : {}),
      },
    }));
    await post('/localizations/v1/', { localizations });
  }
  await fillPeople(post);
  for (let i = 0; i < SCHEDULES; i++) {
    const functionName = FUNCTION_NAMES[i % FUNCTION_NAMES.length];
    await post('/tasks/v1/schedules', { functionName, interval: 86_400, startTimestamp: '2099-01-01T00:00:00Z' });
  }
}

async function fillPeople(post) {
  for (let i = 0; i < ROLES; i++) {
    await post('/api/v1/roles', { name: `Large role ${i}`, permissions: ['VIEW_EVENTS', 'VIEW_DISPATCHERS'] });
  }
  for (let i = 0; i < PEOPLE; i++) {
    const roles = i % 2 ? ['Viewer'] : ['Viewer', `Large role ${i % ROLES}`];
    await post('/api/v1/users', { email: `person${i}@large.example`, firstName: `Person ${i}`, roles });
  }
  for (let i = 0; i < CREDENTIALS; i++) {
    await post('/api/v1/tokens', { name: `Large token ${i}`, permissions: ['CREATE_EVENTS'] });
    if (i % 10 === 0) await post('/api/v1/applications', { name: `Large application ${i}`, kind: 'oauth2' });
  }
}
