import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { refusalOf } from '@/lib/server/testing/private-server';
import { verifySignature } from './verify-signature';

/** The vector of the Standard Webhooks specification. */
const VECTOR = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  seconds: 1_614_265_330,
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const OTHER = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX';
const GOOD = { id: VECTOR.id, timestamp: String(VECTOR.seconds), signature: VECTOR.signature };

beforeEach(() => {
  vi.useFakeTimers({ now: VECTOR.seconds * 1_000, toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const verify = (changes: Partial<typeof GOOD> = {}, body: string | Buffer = VECTOR.body, secrets = [VECTOR.secret]) =>
  verifySignature(Buffer.from(body), { ...GOOD, ...changes }, secrets);

/** A signature by the reference library over what is sent. */
function signed(id: string, body: Buffer | string, secret = VECTOR.secret) {
  return { id, signature: new Webhook(secret).sign(id, new Date(VECTOR.seconds * 1_000), body.toString()) };
}

describe('S-14: an incoming signature', () => {
  it('is that of the specification', () => {
    expect(() => verify()).not.toThrow();
  });

  it('may be one of several, and by one of several secrets', () => {
    const { signature: other } = signed(VECTOR.id, VECTOR.body, OTHER);
    expect(() => verify({ signature: `v1,nonsense v2,abc ${other} ${VECTOR.signature}` })).not.toThrow();
    expect(() => verify({ signature: other }, VECTOR.body, [VECTOR.secret, OTHER])).not.toThrow();
  });

  it.each([299, -299, 300, -300])('may be %i s old', (age) => {
    vi.setSystemTime((VECTOR.seconds + age) * 1_000);
    expect(() => verify()).not.toThrow();
  });

  it.each([301, -301, 86_400])('may not be %i s old', async (age) => {
    vi.setSystemTime((VECTOR.seconds + age) * 1_000);
    expect(await refusalOf(() => verify())).toMatchObject({ code: 104, status: 401 });
  });

  it.each([
    ['letters behind it', `${VECTOR.seconds}abc`],
    ['hex', '0x6038b6f2'],
    ['spaces', ` ${VECTOR.seconds} `],
    ['a fraction', `${VECTOR.seconds}.5`],
    ['a sign', `+${VECTOR.seconds}`],
    ['a minus', `-${VECTOR.seconds}`],
    ['an exponent', '1.614265330e9'],
    ['milliseconds', `${VECTOR.seconds}000`],
    ['the year 1e9', '31556889864403199'],
    ['two of them', `${VECTOR.seconds}, ${VECTOR.seconds}`],
    ['other digits', '١٦١٤٢٦٥٣٣٠'],
    ['nothing', ''],
  ])('is refused with a timestamp of %s', async (_what, timestamp) => {
    expect(await refusalOf(() => verify({ timestamp }))).toMatchObject({ code: 104, status: 401 });
  });

  it.each([
    ['another length', 'v1,AAAA'],
    ['nothing behind the comma', 'v1,'],
    ['no version', VECTOR.signature.slice(3)],
    ['another version', `v2,${VECTOR.signature.slice(3)}`],
    ['asymmetric, as v1a', `v1a,${VECTOR.signature.slice(3)}`],
    ['base64 that is none', 'v1,%%%%'],
    ['a bit turned', VECTOR.signature.replace('g0', 'g1')],
    ['hex', `v1,${Buffer.from(VECTOR.signature.slice(3), 'base64').toString('hex')}`],
    ['in capitals', VECTOR.signature.toUpperCase()],
    ['half of it', VECTOR.signature.slice(0, 20)],
    ['nothing', ''],
    ['only commas', ',,,,'],
    ['11 signatures', `${'v1,AAAA '.repeat(10)}${VECTOR.signature}`],
    ['10,000 signatures', `${'v1,AAAA '.repeat(9_999)}${VECTOR.signature}`],
    ['a megabyte', `v1,${'A'.repeat(1_000_000)}`],
  ])('is refused with a signature of %s', async (_what, signature) => {
    expect(await refusalOf(() => verify({ signature }))).toMatchObject({ code: 104, status: 401 });
  });

  it('is over the bytes as they came: other spaces, another id or another time are another message', async () => {
    for (const changed of [
      () => verify({}, '{"test":2432232314}'),
      () => verify({}, `${VECTOR.body} `),
      () => verify({ id: 'msg_other' }),
      () => verify({ timestamp: String(VECTOR.seconds + 1) }),
      () => verify({ id: `${VECTOR.id}.${VECTOR.seconds}` }),
    ]) {
      expect(await refusalOf(changed)).toMatchObject({ code: 104 });
    }
  });

  it('may be over an id with a dot in it; an id of 257 characters is refused', async () => {
    expect(() => verify(signed('msg.1.2', VECTOR.body))).not.toThrow();
    expect(await refusalOf(() => verify(signed('x'.repeat(257), VECTOR.body)))).toMatchObject({ code: 104 });
  });

  it('over a body that is no UTF-8 is refused in the same form', async () => {
    expect(await refusalOf(() => verify({}, Buffer.from([0xff, 0xfe, 0x80])))).toMatchObject({ code: 104 });
  });

  it('is refused for all of 2,000 random ones, and never by a fault', async () => {
    for (let i = 0; i < 2_000; i++) {
      const signature = randomBytes(i % 64).toString(i % 2 ? 'base64' : 'latin1');
      expect(await refusalOf(() => verify({ signature: `v1,${signature}` }))).toMatchObject({ code: 104 });
    }
  });
});
