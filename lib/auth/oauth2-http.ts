import { ServiceError } from '@/lib/errors/service-error';
import { json } from '@/lib/http/route';
import { parseJsonBody } from '@/lib/intake/parse-json';

/** Reads a token request: JSON as the official client sends it, or a form as RFC 6749 has it. */
export function readTokenRequest(headers: Readonly<Record<string, string | undefined>>, body: Buffer) {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  const fields = isForm ? Object.fromEntries(new URLSearchParams(body.toString('utf8'))) : parseJsonBody(body);
  return { body: fields, basic: readBasic(headers.authorization) };
}

function readBasic(authorization: string | undefined): { id: string; secret: string } | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { id, secret: secret.join(':') };
}

/** RFC 6749 section 5.2's word for each of our codes. */
const RFC_ERRORS: Partial<Record<ServiceError['code'], string>> = {
  121: 'unsupported_grant_type',
  123: 'invalid_client',
  124: 'invalid_client',
};

/** A refusal in the form of RFC 6749, with the contract's own body beside it. @throws what is no ServiceError. */
export function toOAuth2Error(error: unknown): Response {
  if (!(error instanceof ServiceError)) throw error;
  const body = error.toBody();
  const rfc = RFC_ERRORS[error.code] ?? 'invalid_grant';
  return json({ ...body, error: rfc, error_description: error.message, exh_error: body }, error.status, {
    ...error.headers,
  });
}
