'use client';

import { CodeBlock } from '@/components/data/json-view';
import { SNIPPET_KINDS, SNIPPETS } from '@/components/sources/snippets';
import { toOrigin } from '@/components/sources/to-address';
import { Tab, TabList, TabPanel, Tabs } from '@/components/ui/tabs';

const SAMPLE = { type: 'user_deleted', content: { email: 'ada@example.org', first_name: 'Ada', language: 'EN' } };

/** Code that sends an event and works when pasted; with the secret in it while that is known. */
export function SendSection({ source, secret }: { source: string; secret: string | undefined }) {
  const input = { origin: toOrigin(), source, secret, ...SAMPLE };
  return (
    <section aria-label="How to send" className="grid gap-2">
      <h3 className="font-medium">Send an event to it</h3>
      <Tabs defaultValue="signed" className="grid gap-2">
        <TabList aria-label="How to send" className="justify-self-start max-sm:flex-wrap">
          {SNIPPET_KINDS.map((kind) => (
            <Tab key={kind} value={kind}>
              {SNIPPETS[kind].label}
            </Tab>
          ))}
        </TabList>
        {SNIPPET_KINDS.map((kind) => (
          <TabPanel key={kind} value={kind} className="grid gap-2">
            <p className="text-muted">
              {SNIPPETS[kind].about}
              {(kind === 'signed' || kind === 'node') && !secret && (
                <>
                  {' '}
                  It reads the secret from <code className="font-mono text-xs">WEBHOOK_SECRET</code>.
                </>
              )}
              {(kind === 'token' || kind === 'sdk') && (
                <>
                  {' '}
                  It reads the token from <code className="font-mono text-xs">TOKEN</code>.
                </>
              )}
            </p>
            <CodeBlock label={SNIPPETS[kind].label} text={SNIPPETS[kind].toText(input)} />
          </TabPanel>
        ))}
      </Tabs>
    </section>
  );
}
