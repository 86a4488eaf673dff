'use client';

import { Monitor, Smartphone, Tablet } from 'lucide-react';
import dynamic from 'next/dynamic';
import { ToggleGroup } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { Fact, Facts } from '@/components/data/facts';
import { MailBody, type MailWidth } from '@/components/data/mail-body';
import { MAIL_FRAMES, type MailFrameKind } from '@/components/data/mail-frame';
import type { MailMessage } from '@/components/data/mail-message';
import { ScrollArea } from '@/components/data/scroll-area';
import { Badge, type Tone } from '@/components/ui/badge';
import { Tab, TabList, TabPanel, Tabs } from '@/components/ui/tabs';
import { Tooltip } from '@/components/ui/tooltip';

export type { MailFrameKind };

/** Loaded when one of them is looked at: they ask the server for the message. */
const MailSourcePanel = dynamic(() => import('@/components/data/mail-source').then((module) => module.MailSourcePanel));
const MailHeadersPanel = dynamic(() =>
  import('@/components/data/mail-source').then((module) => module.MailHeadersPanel),
);

const EDGES: Record<Tone, string> = {
  accent: 'border-accent',
  success: 'border-success',
  warning: 'border-warning',
  quiet: 'border-line-strong',
  danger: 'border-danger',
  info: 'border-info',
};
const WIDTHS = [
  { value: 'desktop', label: 'As wide as there is room', Icon: Monitor },
  { value: 'tablet', label: 'Tablet, 768 pixels wide', Icon: Tablet },
  { value: 'phone', label: 'Phone, 375 pixels wide', Icon: Smartphone },
] as const satisfies readonly { value: MailWidth; label: string; Icon: unknown }[];

interface MailViewProps {
  frame: MailFrameKind;
  subject: string;
  html: string;
  text: string;
  /** Rows above the subject: recipients, Message-ID; made of `Fact`. */
  facts: ReactNode;
  /** Where the whole message is to be asked for; without it, there are no headers and no source to show. */
  message?: MailMessage | undefined;
  /** Rows below the subject, such as the attachments. */
  children?: ReactNode;
}

/** The one mail viewer, for a preview and for what was captured or sent: facts, subject, then the mail in its parts and as its source. */
export function MailView({ frame, subject, html, text, facts, message, children }: MailViewProps) {
  const [tab, setTab] = useState('html');
  const [width, setWidth] = useState<MailWidth>('desktop');
  const { word, tone } = MAIL_FRAMES[frame];
  return (
    <div className="grid min-w-0 gap-3">
      <Facts>
        {facts}
        <Fact name="Subject">
          <span className="font-semibold">{subject}</span>
        </Fact>
        {children}
      </Facts>
      <Tabs value={tab} onValueChange={setTab} className={`overflow-hidden rounded-lg border-2 ${EDGES[tone]}`}>
        <div className="flex flex-wrap items-center gap-2 border-b bg-sunken px-2 py-1.5">
          <Badge tone={tone} className="tracking-wide">
            {word}
          </Badge>
          <span className="flex-1" />
          {tab === 'html' && <WidthSwitch value={width} onChange={setWidth} />}
          <TabList aria-label="Part of the mail">
            <Tab value="html">HTML</Tab>
            <Tab value="text">Text</Tab>
            {message && <Tab value="headers">Headers</Tab>}
            {message && <Tab value="source">Source</Tab>}
          </TabList>
        </div>
        <TabPanel value="html">
          <MailBody html={html} title={`HTML of the mail “${subject}”`} width={width} />
        </TabPanel>
        <TabPanel value="text">
          <ScrollArea label="Text of the mail" className="h-96 bg-surface p-4">
            <pre className="wrap-anywhere whitespace-pre-wrap font-mono text-xs leading-5">
              {text || 'This mail has no text part.'}
            </pre>
          </ScrollArea>
        </TabPanel>
        {message && (
          <>
            <TabPanel value="headers">
              <MailHeadersPanel message={message} />
            </TabPanel>
            <TabPanel value="source">
              <MailSourcePanel message={message} />
            </TabPanel>
          </>
        )}
      </Tabs>
    </div>
  );
}

function WidthSwitch({ value, onChange }: { value: MailWidth; onChange: (width: MailWidth) => void }) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label="Width of the mail"
      value={value}
      onValueChange={(next) => next && onChange(next as MailWidth)}
      className="inline-flex gap-0.5 rounded-md border bg-sunken p-0.5 max-sm:hidden"
    >
      {WIDTHS.map(({ value: width, label, Icon }) => (
        <Tooltip key={width} content={label}>
          <ToggleGroup.Item
            value={width}
            aria-label={label}
            className="grid h-6 w-7 place-items-center rounded-sm text-muted hover:text-ink aria-checked:bg-raised aria-checked:text-ink aria-checked:shadow-card pointer-coarse:h-9 pointer-coarse:w-9 [&_svg]:size-3.5"
          >
            <Icon aria-hidden />
          </ToggleGroup.Item>
        </Tooltip>
      ))}
    </ToggleGroup.Root>
  );
}
