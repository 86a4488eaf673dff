'use client';

import type { ReactNode } from 'react';
import { Fact, Facts } from '@/components/data/facts';
import { toMailDocument } from '@/components/data/mail-document';
import { ScrollArea } from '@/components/data/scroll-area';
import { Badge, type Tone } from '@/components/ui/badge';
import { Tab, TabList, TabPanel, Tabs } from '@/components/ui/tabs';

/** What the frame says about the mail in it. */
const FRAMES = {
  preview: { word: 'PREVIEW', tone: 'accent' },
  sent: { word: 'SENT', tone: 'success' },
  captured: { word: 'CAPTURED', tone: 'warning' },
  unsent: { word: 'NOT SENT', tone: 'quiet' },
} as const satisfies Record<string, { word: string; tone: Tone }>;
export type MailFrameKind = keyof typeof FRAMES;

const EDGES: Record<Tone, string> = {
  accent: 'border-accent',
  success: 'border-success',
  warning: 'border-warning',
  quiet: 'border-line-strong',
  danger: 'border-danger',
  info: 'border-info',
};

interface MailViewProps {
  frame: MailFrameKind;
  subject: string;
  html: string;
  text: string;
  /** Rows above the subject: recipients, Message-ID; made of `Fact`. */
  facts: ReactNode;
}

/** The one mail viewer, for a preview and for what was sent: facts, subject, then the HTML or the text part. */
export function MailView({ frame, subject, html, text, facts }: MailViewProps) {
  const { word, tone } = FRAMES[frame];
  return (
    <div className="grid min-w-0 gap-3">
      <Facts>
        {facts}
        <Fact name="Subject">
          <span className="font-semibold">{subject}</span>
        </Fact>
      </Facts>
      <Tabs defaultValue="html" className={`overflow-hidden rounded-lg border-2 ${EDGES[tone]}`}>
        <div className="flex items-center justify-between gap-2 border-b bg-sunken px-2 py-1.5">
          <Badge tone={tone} className="tracking-wide">
            {word}
          </Badge>
          <TabList aria-label="Part of the mail">
            <Tab value="html">HTML</Tab>
            <Tab value="text">Text</Tab>
          </TabList>
        </div>
        <TabPanel value="html">
          <iframe
            title={`HTML of the mail “${subject}”`}
            sandbox=""
            referrerPolicy="no-referrer"
            srcDoc={toMailDocument(html)}
            className="block h-72 w-full resize-y bg-white"
          />
        </TabPanel>
        <TabPanel value="text">
          <ScrollArea label="Text of the mail" className="h-72 bg-surface p-4">
            <pre className="wrap-anywhere whitespace-pre-wrap font-mono text-xs leading-5">
              {text || 'This mail has no text part.'}
            </pre>
          </ScrollArea>
        </TabPanel>
      </Tabs>
    </div>
  );
}
