// The server under measurement: the production build on a database of its own, with receivers beside it.
import { readFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { startProductionServer } from '../production-server.mjs';
import { SECRET, TEMPLATE } from './job.mjs';

/** Clock ticks of the kernel in a second, in `/proc/<pid>/stat`. */
const TICKS_PER_SECOND = 100;
export const FUNCTION = 'bench-target';
export const LOCAL_FUNCTION = 'bench-local';

/** Starts the build so that nothing but the work itself limits it. */
export async function startBenchServer(dataDir, ports, env = {}, flags = []) {
  const server = await startProductionServer(
    dataDir,
    {
      WEBHOOK_SECRET: SECRET,
      SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
      MAIL_FROM: 'bench@example.com',
      EVENTS_PER_MINUTE: '1000000000',
      WRITES_PER_MINUTE: '1000000000',
      ALLOW_PRIVATE_TARGETS: '127.0.0.1',
      ...env,
    },
    flags,
  );
  const port = Number(new URL(server.url).port);
  return {
    ...server,
    port,
    api: apiOf(server),
    cpuSeconds: () => cpuSeconds(server.pid),
    memory: () => memory(server.pid),
  };
}

/** Calls the API as the administrator. */
function apiOf(server) {
  return async (method, path, body) => {
    const response = await fetch(server.url + path, {
      method,
      headers: { 'content-type': 'application/json', cookie: server.cookie, 'sec-fetch-site': 'same-origin' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return text ? JSON.parse(text) : undefined;
  };
}

/** What each kind of job needs to be there; one dispatcher with one action each. */
export async function configure({ api }, ports) {
  const { id: templateId } = await api('POST', '/templates/v2/', TEMPLATE);
  const mail = {
    type: 'mail',
    recipients: { to: ['{{content.email}}'] },
    templateId,
  };
  const data = {
    order: '{{content.order}}',
    name: '{{content.name}}',
    total: '{{content.total}}',
  };
  await api('POST', '/tasks/v1/functions', {
    name: FUNCTION,
    kind: 'http',
    http: { url: `http://127.0.0.1:${ports.http}/` },
  });
  await api('POST', '/tasks/v1/functions', {
    name: LOCAL_FUNCTION,
    code: zipOf('exports.handler = async (task) => task.data;'),
    entryPoint: 'index.handler',
    runtime: 'nodejs20.x',
  });
  const dispatcher = (eventType, action) =>
    api('POST', '/dispatchers/v1/', { name: eventType, eventType, actions: [action] });
  await dispatcher('bench.mail', mail);
  await dispatcher('bench.call', { type: 'task', functionName: FUNCTION, data });
  await dispatcher('bench.local', { type: 'task', functionName: LOCAL_FUNCTION, data });
}

function zipOf(code) {
  return Buffer.from(zipSync({ 'index.js': strToU8(code) })).toString('base64');
}

function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Resident memory of the process, MB. */
function memory(pid) {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1_024;
}
