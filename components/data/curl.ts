import { shellQuote } from '@/components/data/api-call';
import type { JsonValue } from '@/lib/format/json';

interface SignedEvent {
  /** Origin of this server, such as `https://dispatchers.example.org`. */
  origin: string;
  source: string;
  /** `whsec_…`; without it the script asks for it in `WEBHOOK_SECRET`. */
  secret?: string | undefined;
  type: string;
  content: JsonValue;
}

/**
 * A shell script that reports an event to a source's webhook, signed as Standard Webhooks says
 * (HMAC-SHA256 over `id.timestamp.body`). Needs a POSIX shell, openssl and curl.
 */
export function toSignedCurl({ origin, source, secret, type, content }: SignedEvent): string {
  const body = JSON.stringify({ type, content });
  return [
    secret
      ? `SECRET=${shellQuote(secret)}`
      : `SECRET="\${WEBHOOK_SECRET:?set it to the secret of the source ${source}}"`,
    `BODY=${shellQuote(body)}`,
    `ID="msg_$(openssl rand -hex 12)"`,
    `NOW="$(date +%s)"`,
    `KEY="$(printf '%s' "\${SECRET#whsec_}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \\n')"`,
    `SIGNATURE="$(printf '%s' "$ID.$NOW.$BODY" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$KEY" -binary | openssl base64 -A)"`,
    `curl -sS ${shellQuote(`${origin}/webhooks/${source}`)} \\`,
    `  -H 'content-type: application/json' \\`,
    `  -H "webhook-id: $ID" -H "webhook-timestamp: $NOW" -H "webhook-signature: v1,$SIGNATURE" \\`,
    `  --data-binary "$BODY"`,
  ].join('\n');
}
