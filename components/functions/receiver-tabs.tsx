'use client';

import { CodeBlock } from '@/components/data/json-view';
import { RECEIVER_KINDS, RECEIVERS } from '@/components/functions/receivers';
import { Tab, TabList, TabPanel, Tabs } from '@/components/ui/tabs';

/** Code of a receiver that works when pasted. */
export function ReceiverTabs({ secret }: { secret?: string | undefined }) {
  return (
    <Tabs defaultValue="node" className="grid min-w-0 gap-2">
      <TabList aria-label="Language of the receiver" className="justify-self-start">
        {RECEIVER_KINDS.map((kind) => (
          <Tab key={kind} value={kind}>
            {RECEIVERS[kind].label}
          </Tab>
        ))}
      </TabList>
      {RECEIVER_KINDS.map((kind) => (
        <TabPanel key={kind} value={kind} className="grid min-w-0 gap-2">
          <p className="text-muted">
            {RECEIVERS[kind].about}
            {!secret && (
              <>
                {' '}
                It reads the secret from <code className="font-mono text-xs">SIGNING_SECRET</code>.
              </>
            )}
          </p>
          <CodeBlock label={`${RECEIVERS[kind].label} receiver`} text={RECEIVERS[kind].toText({ secret })} />
        </TabPanel>
      ))}
    </Tabs>
  );
}
