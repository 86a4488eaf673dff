import { describe, expect, it } from 'vitest';
import { type OAuth1Header, oauth1Signature, parseOAuth1Header, signaturesEqual } from './oauth1-signature';

const header = (text: string): OAuth1Header => {
  const parsed = parseOAuth1Header(text);
  if (typeof parsed === 'string') throw new Error(parsed);
  return parsed;
};

describe('the signature', () => {
  it('is the one of the photo example in RFC 5849, section 1.2', () => {
    const { parameters, signature } = header(
      'OAuth realm="Photos", oauth_consumer_key="dpf43f3p2l4k3l03", oauth_token="nnch734d00sl2jdk", ' +
        'oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131202", oauth_nonce="chapoH", ' +
        'oauth_signature="MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D"',
    );
    const request = {
      method: 'GET',
      baseUrl: 'http://photos.example.net/photos',
      query: 'file=vacation.jpg&size=original',
      parameters,
    };
    expect(oauth1Signature(request, 'kd94hf93k423kf44', 'pfkkdhi9sl3r4s00')).toBe(signature);
  });

  it('is the one of the consumer-only step of that example', () => {
    const { parameters, signature } = header(
      'OAuth realm="Photos", oauth_consumer_key="dpf43f3p2l4k3l03", oauth_signature_method="HMAC-SHA1", ' +
        'oauth_timestamp="137131200", oauth_nonce="wIjqoS", ' +
        'oauth_callback="http%3A%2F%2Fprinter.example.com%2Fready", oauth_signature="74KNZJeDHnMBp0EMJ9ZHt%2FXKycU%3D"',
    );
    const request = { method: 'post', baseUrl: 'https://photos.example.net/initiate', query: '', parameters };
    expect(oauth1Signature(request, 'kd94hf93k423kf44', '')).toBe(signature);
  });

  it('covers every parameter of the query, repeated and empty ones too, in any order of the query', () => {
    const sign = (query: string) =>
      oauth1Signature({ method: 'GET', baseUrl: 'https://a.test/', query, parameters: [] }, 'c', 't');
    expect(sign('b=2&a=1&a=0')).toBe(sign('a=0&a=1&b=2'));
    expect(sign('eq(name,x)')).toBe(sign('eq(name,x)='));
    expect(sign('a=x+y')).toBe(sign('a=x%20y'));
    expect(sign('a=1')).not.toBe(sign('a=2'));
    expect(sign('a=1')).not.toBe(sign('a=1&a=1'));
  });

  it('changes with the method, the address and each secret', () => {
    const request = { method: 'GET', baseUrl: 'https://a.test/x', query: '', parameters: [] };
    const signed = oauth1Signature(request, 'c', 't');
    expect(oauth1Signature({ ...request, method: 'PUT' }, 'c', 't')).not.toBe(signed);
    expect(oauth1Signature({ ...request, baseUrl: 'https://a.test/y' }, 'c', 't')).not.toBe(signed);
    expect(oauth1Signature(request, 'd', 't')).not.toBe(signed);
    expect(oauth1Signature(request, 'c', 'u')).not.toBe(signed);
  });

  it('is compared as a whole', () => {
    expect(signaturesEqual('abc=', 'abc=')).toBe(true);
    expect(signaturesEqual('abd=', 'abc=')).toBe(false);
    expect(signaturesEqual('abc', 'abc=')).toBe(false);
  });
});

describe('the header', () => {
  const whole =
    'OAuth oauth_consumer_key="k%20y", oauth_nonce="n", oauth_signature="s%3D", oauth_signature_method="HMAC-SHA1", oauth_timestamp="1700000000", oauth_token="t", oauth_version="1.0"';

  it('is read with its values decoded; the realm and the signature take no part in the signature', () => {
    expect(header(whole.replace('OAuth ', 'oauth realm="Photos",'))).toEqual({
      consumerKey: 'k y',
      token: 't',
      signature: 's=',
      timestamp: 1_700_000_000,
      nonce: 'n',
      parameters: [
        ['oauth_consumer_key', 'k y'],
        ['oauth_nonce', 'n'],
        ['oauth_signature_method', 'HMAC-SHA1'],
        ['oauth_timestamp', '1700000000'],
        ['oauth_token', 't'],
        ['oauth_version', '1.0'],
      ],
    });
  });

  it('may be without a token, or with an empty one', () => {
    expect(header(whole.replace(' oauth_token="t",', '')).token).toBeUndefined();
    expect(header(whole.replace('oauth_token="t"', 'oauth_token=""')).token).toBeUndefined();
  });

  it.each([
    ['nothing', 'OAuth '],
    ['no quotes', 'OAuth oauth_nonce=n'],
    ['a broken escape', whole.replace('k%20y', 'k%2')],
    ['a parameter twice', `${whole}, oauth_nonce="m"`],
    ['another method', whole.replace('HMAC-SHA1', 'PLAINTEXT')],
    ['another version', whole.replace('"1.0"', '"2.0"')],
    ['no signature', whole.replace('s%3D', '')],
    ['a timestamp that is no number', whole.replace('1700000000', 'now')],
    ['no nonce', whole.replace('oauth_nonce="n"', 'oauth_nonce=""')],
    ['a nonce without end', whole.replace('oauth_nonce="n"', `oauth_nonce="${'n'.repeat(257)}"`)],
  ])('with %s is refused in words', (_what, text) => {
    expect(parseOAuth1Header(text)).toEqual(expect.any(String));
  });
});
