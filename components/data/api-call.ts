import type { JsonValue } from '@/lib/format/json';

/** A call of the API, as a person would make it outside the console. */
export interface ApiCall {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With its query: `/api/v1/runs/…/retry`. */
  path: string;
  body?: JsonValue;
}

/** A shell command that makes the call. The token comes from the variable TOKEN; without it, it says so. */
export function toApiCurl({ method, path, body }: ApiCall, origin: string): string {
  const lines = [
    `curl -sS${method === 'GET' ? '' : ` -X ${method}`} ${shellQuote(origin + path)}`,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell's
    '-H "authorization: Bearer ${TOKEN:?set it to an API token}"',
    ...(body === undefined
      ? []
      : ["-H 'content-type: application/json'", `--data-binary ${shellQuote(JSON.stringify(body))}`]),
  ];
  return lines.join(' \\\n  ');
}

/**
 * A script for Node.js that makes a call with the official client. `call` uses the client as `exh`, such as
 * `exh.events.create({…})`; a call that the client has no method for goes through `exh.raw`.
 */
export function toSdkCall(call: string | ApiCall, origin: string): string {
  return [
    "import { createOAuth2Client } from '@extrahorizon/javascript-sdk';",
    '',
    'const exh = createOAuth2Client({',
    `  host: ${JSON.stringify(origin)},`,
    "  clientId: 'console',",
    '  accessToken: process.env.TOKEN, // an API token',
    "  refreshToken: 'none',",
    '});',
    '',
    typeof call === 'string' ? `console.log(await ${call});` : `console.log((await ${toRawCall(call)}).data);`,
  ].join('\n');
}

function toRawCall({ method, path, body }: ApiCall): string {
  const rest = body === undefined ? '' : `, ${JSON.stringify(body, null, 2)}`;
  return `exh.raw.${method.toLowerCase()}(${JSON.stringify(path)}${rest})`;
}

/** One word for a shell, whatever is in it. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
