import type { LookupAddress } from 'node:dns';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';
import { describe, expect, test } from 'vitest';
import { createGuardedAgent } from '@/lib/http/guarded-agent';
import { createTargetGuard, TargetNotAllowedError } from '@/lib/http/target-guard';

const guard = createTargetGuard();

const address = (text: string): LookupAddress => ({ address: text, family: text.includes(':') ? 6 : 4 });

function lookup(addresses: string[], allowPrivateTargets: string[] = [], host = 'target.example'): Promise<unknown> {
  const scripted = createTargetGuard({ allowPrivateTargets, resolve: async () => addresses.map(address) });
  return new Promise((resolve, reject) => {
    scripted.lookup(host, { all: true }, (error, found) => (error ? reject(error) : resolve(found)));
  });
}

describe('S-16: a URL is refused before anything is sent', () => {
  test.each([
    'ftp://example.com/',
    'file:///etc/passwd',
    'gopher://example.com/',
    'https://user:secret@example.com/',
    'https://user@example.com/',
    'https://example.com:22/',
    'https://example.com:25/',
    'https://example.com:1023/',
    'http://example.com/',
    `https://example.com/${'a'.repeat(2_048)}`,
    'not a url',
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://１２７.０.０.１/',
    'https://0.0.0.0/',
    'https://10.0.0.1/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://100.64.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://169.254.169.254./',
    'https://192.0.0.192/',
    'https://100.100.100.200/',
    'https://198.18.0.1/',
    'https://192.0.2.1/',
    'https://224.0.0.1/',
    'https://240.0.0.1/',
    'https://255.255.255.255/',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[::ffff:169.254.169.254]/',
    'https://[fe80::1]/',
    'https://[fc00::1]/',
    'https://[fd00:ec2::254]/',
    'https://[ff02::1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[2001:db8::1]/',
  ])('%s', (url) => {
    expect(() => guard.assertAllowedTarget(url)).toThrow(TargetNotAllowedError);
  });

  test.each(['https://example.com/', 'https://example.com:8443/x?y', 'https://8.8.8.8/', 'https://[2606:4700::1111]/'])(
    'but not %s',
    (url) => {
      expect(guard.assertAllowedTarget(url).href).toBe(url);
    },
  );
});

describe('S-16: the allow-list', () => {
  const listed = createTargetGuard({
    allowPrivateTargets: ['127.0.0.1', '10.0.0.0/8', 'intranet.example', 'fd12::/16'],
  });

  test.each([
    'http://127.0.0.1:3000/',
    'https://10.1.2.3/',
    'http://intranet.example/',
    'http://INTRANET.example./',
    'http://[fd12::5]:8080/',
    'http://[::ffff:127.0.0.1]:3000/',
  ])('opens %s', (url) => {
    expect(listed.assertAllowedTarget(url)).toBeInstanceOf(URL);
  });

  test.each(['http://127.0.0.2/', 'https://192.168.0.1/', 'http://other.example/', 'https://11.0.0.1:22/'])(
    'leaves %s closed',
    (url) => {
      expect(() => listed.assertAllowedTarget(url)).toThrow(TargetNotAllowedError);
    },
  );

  test('never opens a metadata service', async () => {
    const wide = createTargetGuard({ allowPrivateTargets: ['0.0.0.0/0', '::/0', 'meta.example'] });
    for (const host of ['169.254.169.254', '[fd00:ec2::254]', '100.100.100.200', '[::ffff:169.254.169.254]']) {
      expect(() => wide.assertAllowedTarget(`https://${host}/`)).toThrow(TargetNotAllowedError);
    }
    await expect(lookup(['169.254.169.254'], ['meta.example'], 'meta.example')).rejects.toThrow(TargetNotAllowedError);
  });

  test('opens a listed name whatever private address it has, and an unlisted one in a listed range', async () => {
    expect(await lookup(['10.0.0.5'], ['target.example'])).toEqual([address('10.0.0.5')]);
    expect(await lookup(['10.0.0.5'], ['10.0.0.0/8'])).toEqual([address('10.0.0.5')]);
  });

  test('a range that cannot be read is an error at start', () => {
    expect(() => createTargetGuard({ allowPrivateTargets: ['10.0.0.0/99'] })).toThrow();
  });
});

describe('S-16: a name is refused', () => {
  test.each([
    [['127.0.0.1']],
    [['93.184.216.34', '10.0.0.1']],
    [['2606:4700::1111', '::1']],
    [['::ffff:10.0.0.1']],
    [['0.0.0.0']],
  ])('when one of its addresses is private: %j', async (addresses) => {
    await expect(lookup(addresses)).rejects.toThrow(TargetNotAllowedError);
  });

  test('when it has no address, or cannot be resolved', async () => {
    await expect(lookup([])).rejects.toMatchObject({ code: 'ENOTFOUND' });
    const broken = createTargetGuard({
      resolve: () => Promise.reject(Object.assign(new Error('x'), { code: 'EAI_AGAIN' })),
    });
    const failed = new Promise((_, reject) => broken.lookup('a.example', {}, (error) => reject(error)));
    await expect(failed).rejects.toMatchObject({ code: 'EAI_AGAIN' });
  });

  test('and passes with public addresses, in the form that was asked for', async () => {
    expect(await lookup(['8.8.8.8', '2606:4700::1111'])).toEqual([address('8.8.8.8'), address('2606:4700::1111')]);
    const scripted = createTargetGuard({ resolve: async () => [address('2606:4700::1111'), address('8.8.8.8')] });
    const found = await new Promise((resolve) => {
      scripted.lookup('a.example', { family: 4 }, (_error, text, family) => resolve([text, family]));
    });
    expect(found).toEqual(['8.8.8.8', 4]);
  });
});

describe('S-16: a connection', () => {
  async function withServer(use: (port: number, hits: () => number) => Promise<void>): Promise<void> {
    let hits = 0;
    const server = createServer((_request, response) => {
      hits += 1;
      response.end('ok');
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    await use((server.address() as AddressInfo).port, () => hits);
    server.closeAllConnections();
    server.close();
  }

  test('to a name that resolves to this machine is never made', async () => {
    await withServer(async (port, hits) => {
      const agent = createGuardedAgent(createTargetGuard({ resolve: async () => [address('127.0.0.1')] }));
      const refused = request(`http://rebind.example:${port}/`, { dispatcher: agent });
      await expect(refused).rejects.toThrow(TargetNotAllowedError);
      await expect(request(`http://127.0.0.1:${port}/`, { dispatcher: agent })).rejects.toThrow(TargetNotAllowedError);
      expect(hits()).toBe(0);
      await agent.destroy();
    });
  });

  test('to an allow-listed target is made', async () => {
    await withServer(async (port, hits) => {
      const options = { allowPrivateTargets: ['listed.example'], resolve: async () => [address('127.0.0.1')] };
      const agent = createGuardedAgent(createTargetGuard(options));
      const response = await request(`http://listed.example:${port}/`, { dispatcher: agent });
      expect(await response.body.text()).toBe('ok');
      expect(hits()).toBe(1);
      await agent.destroy();
    });
  });
});
