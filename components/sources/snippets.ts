import { toApiCurl, toSdkCall } from '@/components/data/api-call';
import { toSignedCurl } from '@/components/data/curl';
import type { JsonValue } from '@/lib/format/json';

interface SnippetInput {
  /** Origin of this server. */
  origin: string;
  source: string;
  /** `whsec_…`; without it the code reads it from WEBHOOK_SECRET. */
  secret: string | undefined;
  type: string;
  content: JsonValue;
}

/** The ways to send an event to a source, as code that works when it is pasted. */
export const SNIPPETS = {
  signed: {
    label: 'curl, signed',
    about: 'For a POSIX shell with openssl and curl.',
    toText: toSignedCurl,
  },
  token: {
    label: 'curl, API token',
    about: 'With an API token that holds CREATE_EVENTS, from the settings. It works for every source.',
    toText: ({ origin, source, type, content }: SnippetInput) =>
      toApiCurl({ method: 'POST', path: `/webhooks/${source}`, body: { type, content } }, origin),
  },
  node: {
    label: 'Node.js',
    about: 'Signed, without any package. Save it as send.mjs, then run node send.mjs.',
    toText: toNodeScript,
  },
  sdk: {
    label: 'SDK',
    about: 'With the official client of Extra Horizon and an API token.',
    toText: ({ origin, source, type, content }: SnippetInput) =>
      toSdkCall({ method: 'POST', path: `/webhooks/${source}`, body: { type, content } }, origin),
  },
} as const satisfies Record<string, { label: string; about: string; toText: (input: SnippetInput) => string }>;
export type SnippetKind = keyof typeof SNIPPETS;
export const SNIPPET_KINDS = Object.keys(SNIPPETS) as SnippetKind[];

function toNodeScript({ origin, source, secret, type, content }: SnippetInput): string {
  return [
    "import { createHmac, randomUUID } from 'node:crypto';",
    '',
    secret
      ? `const secret = '${secret}';`
      : `const secret = process.env.WEBHOOK_SECRET; // of the source ${source}: whsec_…`,
    `const body = JSON.stringify(${JSON.stringify({ type, content }, null, 2)});`,
    '',
    '// The same id when you send it again: the same event twice is once.',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the script's
    'const id = `msg_${randomUUID()}`;',
    'const timestamp = String(Math.floor(Date.now() / 1000));',
    "const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the script's
    "const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');",
    '',
    `const response = await fetch('${origin}/webhooks/${source}', {`,
    "  method: 'POST',",
    '  body,',
    '  headers: {',
    "    'content-type': 'application/json',",
    "    'webhook-id': id,",
    "    'webhook-timestamp': timestamp,",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the script's
    "    'webhook-signature': `v1,${signature}`,",
    '  },',
    '});',
    'console.log(response.status, await response.text());',
  ].join('\n');
}
