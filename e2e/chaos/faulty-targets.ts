import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import SqliteDatabase from 'better-sqlite3';
import { type Api, signIn } from '../fixtures/api';
import { type DispatchersServer, startDispatchers } from '../fixtures/dispatchers-server';
import { createDispatcher, createHttpFunction, createTemplate } from '../fixtures/factories';
import { answer, type HttpSink, type SinkBehaviour, startHttpSink } from '../fixtures/http-sink';
import { untilQuiescent } from '../fixtures/rig/quiescence';
import { type Random, randomFrom } from '../fixtures/rig/seed';
import { startSender } from '../fixtures/rig/sender';
import { type SmtpSink, startSmtpSink } from '../fixtures/smtp-sink';
import { type Clock, createClock } from './clock';
import type { Scenario } from './scenario';

/** What a target does with a call; the effect has taken place in those that say so. */
interface HttpFault {
  behaviour: SinkBehaviour;
  takes: boolean;
}

const well: HttpFault = { behaviour: answer(204), takes: true };
const cut: SinkBehaviour = (_request, response) => void response.socket?.destroy();

/** By the target's name: what it does at times, instead of going well. */
const HTTP_FAULTS: Record<string, HttpFault> = {
  'always well': well,
  'an error 500': { behaviour: answer(500), takes: false },
  '503 with Retry-After': { behaviour: answer(503, '', { 'retry-after': '20' }), takes: false },
  'a redirect': { behaviour: answer(302, '', { location: 'http://127.0.0.1:1/' }), takes: false },
  'cut off after it was done': { behaviour: cut, takes: true },
  'no answer in time, though it was done': { behaviour: () => undefined, takes: true },
};
/** More in a row, and the target counts as away: the breaker's figures are part of the picture. */
const FAULT_SHARE = 0.4;
/** Of these the sender cannot know whether they had taken place. */
const MAY_REPEAT = new Set(['cut off after it was done', 'no answer in time, though it was done']);

/** By the domain of the reader. */
const MAIL_FAULTS: Record<string, { title: string; wanted: 'accepted' | 'refused' }> = {
  'well.test': { title: 'always well', wanted: 'accepted' },
  'grey.test': { title: '451 at first', wanted: 'accepted' },
  'nobody.test': { title: '550 for good', wanted: 'refused' },
};

interface Target {
  figure: string;
  violations: string[];
}

/** mail servers and functions that go wrong in many ways at once; each target by itself. */
export const endureFaults: Scenario = async ({ seed, quick }) => {
  const each = quick ? 20 : 100;
  const random = randomFrom(seed);
  const clock = createClock();
  const smtp = await startSmtpSink();
  const calls = createCalls(random);
  const sink = await startHttpSink({ script: calls.script });
  const env = { ...clock.env, SMTP_URL: smtp.url, MAIL_FROM: 'service@example.com', MAIL_RETRY_BASE_SECONDS: '30' };
  const server = await startDispatchers({ env: { ...env, ALLOW_PRIVATE_TARGETS: '127.0.0.1' } });
  try {
    const functions = await listen(await signIn(server), sink);
    const dropped = Math.ceil(each / 4);
    await smtp.script({
      refuse: [
        { pattern: '@grey', code: 451, message: '4.7.1 come back later', times: each },
        { pattern: '@nobody', code: 550, message: '5.1.1 no such user' },
      ],
      dropAfterData: dropped,
    });
    const targets = [...Object.keys(HTTP_FAULTS), ...Object.keys(MAIL_FAULTS)];
    const load = { url: server.url, rate: 100, connections: 8, atMost: each * targets.length, random };
    const sender = startSender({
      ...load,
      now: clock.now,
      event: (n) => {
        const target = targets[n % targets.length] ?? '';
        return MAIL_FAULTS[target]
          ? { type: 'mailed', content: { to: `reader-${n}@${target}` } }
          : { type: `called ${target}`, content: { n } };
      },
    });
    await sender.allSent();
    await sender.stop();
    await letTimePass(clock, server, quick ? 180_000 : 600_000);
    const output = server.output();
    const found: [string, Target][] = [
      ...Object.keys(HTTP_FAULTS).map((name): [string, Target] => [
        `HTTP, ${name}`,
        judgeCalls(name, each, calls.of(name), countTrips(output, functions.get(name) ?? '')),
      ]),
      ...(await judgeMails(server, smtp, each, dropped)),
    ];
    return {
      figures: Object.fromEntries(found.map(([name, { figure }]) => [name, figure])),
      violations: found.flatMap(([name, { violations }]) => violations.map((violation) => `${name}: ${violation}`)),
    };
  } finally {
    await server.kill();
    await Promise.all([sink.close(), smtp.stop()]);
    server.cleanUp();
  }
};

interface Call {
  key: string;
  takes: boolean;
}

/** Answers each call as its target does, and notes what came of it. */
function createCalls(random: Random): { script: SinkBehaviour; of(name: string): Call[] } {
  const ledger = new Map<string, Call[]>();
  return {
    of: (name) => ledger.get(name) ?? [],
    script(request, response) {
      const name = decodeURIComponent(request.path.slice(1));
      const known = ledger.get(name) ?? [];
      const key = String(request.headers['idempotency-key']);
      const { behaviour, takes } = (random() < FAULT_SHARE && HTTP_FAULTS[name]) || well;
      ledger.set(name, [...known, { key, takes }]);
      behaviour(request, response);
    },
  };
}

/** @returns the function of each HTTP target. */
async function listen(api: Api, sink: HttpSink): Promise<Map<string, string>> {
  const functions = new Map<string, string>();
  for (const name of Object.keys(HTTP_FAULTS)) {
    const made = await createHttpFunction(api, `${sink.url}/${encodeURIComponent(name)}`, { timeLimit: 3 });
    await createDispatcher(api, `called ${name}`, [{ type: 'task', functionName: made.name }]);
    functions.set(name, made.name);
  }
  const template = await createTemplate(api, { subject: 'Hello', body: '<p>Hello</p>' });
  const recipients = { to: ['{{content.to}}'] };
  await createDispatcher(api, 'mailed', [{ type: 'mail', recipients, templateName: template.name }]);
  return functions;
}

/** A minute passes in a second, so that nobody has to wait for the retries. */
async function letTimePass(clock: Clock, server: DispatchersServer, patienceMs: number): Promise<void> {
  let resting = false;
  const jumps = async () => {
    while (!resting) {
      await clock.jump(60_000);
      await delay(1_000);
    }
  };
  const rest = untilQuiescent(server.dataDir, patienceMs).finally(() => {
    resting = true;
  });
  await Promise.all([rest, jumps()]);
}

function countTrips(output: string, functionName: string): number {
  return output.split('\n').filter((line) => line.includes(`"target":"function:${functionName}"`)).length;
}

function judgeCalls(name: string, wanted: number, calls: readonly Call[], trips: number): Target {
  const taken = calls.filter(({ takes }) => takes);
  const done = new Set(taken.map(({ key }) => key)).size;
  const repeated = taken.length - done;
  return {
    figure: `${wanted} wanted, ${done} done, ${repeated} repeated, ${calls.length} calls, breaker open ${trips} times`,
    violations: [
      ...(done === wanted ? [] : [`${done} of ${wanted} were done`]),
      ...(repeated > 0 && !MAY_REPEAT.has(name) ? [`${repeated} were repeated, though each had its answer`] : []),
    ],
  };
}

async function judgeMails(
  server: DispatchersServer,
  smtp: SmtpSink,
  wanted: number,
  dropped: number,
): Promise<[string, Target][]> {
  const messages = (await smtp.allMessages()).map(({ envelope, messageId }) => ({ to: envelope.to[0], messageId }));
  const states = readRecipients(server.dataDir);
  const ofDomain = (domain: string) => messages.filter(({ to }) => to?.endsWith(`@${domain}`));
  const readers = (domain: string) => new Set(ofDomain(domain).map(({ to }) => to)).size;
  const all = Object.keys(MAIL_FAULTS);
  const repeated = all.reduce((sum, domain) => sum + ofDomain(domain).length - readers(domain), 0);
  return Object.entries(MAIL_FAULTS).map(([domain, fault]) => {
    const own = states.filter(({ address }) => address.endsWith(`@${domain}`));
    const right = own.filter(({ status }) => status === fault.wanted).length;
    const identities = new Set(ofDomain(domain).map(({ messageId }) => messageId)).size;
    const repeats = ofDomain(domain).length - readers(domain);
    return [
      `SMTP, ${fault.title}`,
      {
        figure: `${wanted} wanted, ${right} ${fault.wanted}, ${repeats} repeated`,
        violations: [
          ...(right === wanted && own.length === wanted ? [] : [`${right} of ${wanted} are ${fault.wanted}`]),
          ...(identities === readers(domain) ? [] : ['a mail was repeated under another Message-ID']),
          ...(repeated > dropped ? [`${repeated} mails came twice, ${dropped} answers were lost`] : []),
        ],
      },
    ];
  });
}

function readRecipients(dataDir: string): { address: string; status: string }[] {
  const sqlite = new SqliteDatabase(path.join(dataDir, 'dispatchers.db'), { readonly: true });
  try {
    return sqlite.prepare('SELECT address, status FROM mail_recipients').all() as { address: string; status: string }[];
  } finally {
    sqlite.close();
  }
}
