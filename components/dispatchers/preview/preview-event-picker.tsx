'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { JsonView } from '@/components/data/json-view';
import { formatLocal } from '@/components/data/time';
import type { PreviewMode, usePreviewEvent } from '@/components/dispatchers/preview/use-preview-event';
import { LazyJsonEditor } from '@/components/form/lazy-json-editor';
import { IconButton } from '@/components/ui/icon-button';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { Tab, TabList, TabPanel, Tabs } from '@/components/ui/tabs';

type Choice = ReturnType<typeof usePreviewEvent>;

/** Chooses what to preview with: one of the newest real events, or JSON typed in. */
export function PreviewEventPicker({ choice }: { choice: Choice }) {
  if (choice.type === '')
    return <Notice kind="quiet">Give the event type first: the preview uses a real event of it.</Notice>;
  return (
    <Tabs
      value={choice.mode}
      onValueChange={(mode) => choice.setMode(mode as PreviewMode)}
      className="grid min-w-0 gap-2"
    >
      <div className="flex flex-wrap items-center justify-between gap-2">
        <TabList aria-label="Event to preview with">
          <Tab value="real">Real event</Tab>
          <Tab value="typed">Type JSON</Tab>
        </TabList>
        {choice.mode === 'real' && choice.events.length > 0 && <EventSteps choice={choice} />}
      </div>
      <TabPanel value="real">
        {choice.real ? (
          <details className="group">
            <summary className="rounded-sm text-muted text-xs hover:text-ink">Content of this event</summary>
            <JsonView value={choice.real.content} label="event content" className="mt-2" />
          </details>
        ) : (
          !choice.isPending && <Notice kind="quiet">No “{choice.type}” event has arrived yet. Type one instead.</Notice>
        )}
        {choice.error && <Notice kind="danger">{choice.error.message}</Notice>}
      </TabPanel>
      <TabPanel value="typed" className="grid gap-1">
        <span id="preview-json-label" className="font-medium">
          Content
        </span>
        <LazyJsonEditor
          id="preview-json"
          value={choice.text}
          onValueChange={choice.setText}
          labelledBy="preview-json-label"
          describedBy="preview-json-error"
          invalid={choice.textError !== undefined}
        />
        <p id="preview-json-error" className="text-danger text-xs">
          {choice.textError && `This ${choice.textError}`}
        </p>
      </TabPanel>
    </Tabs>
  );
}

/** The newest events of the type, one by one. */
function EventSteps({ choice: { events, index, choose } }: { choice: Choice }) {
  return (
    <div className="flex min-w-0 items-center gap-1">
      <IconButton label="Newer event" size="sm" disabled={index === 0} onClick={() => choose(index - 1)}>
        <ChevronLeft aria-hidden />
      </IconButton>
      <Select
        label="Event"
        className="tabular h-7! min-w-0 text-xs"
        value={String(index)}
        onValueChange={(value) => choose(Number(value))}
        options={events.map((event, place) => ({
          value: String(place),
          label: `${place === 0 ? 'Newest · ' : ''}${formatLocal(event.creationTimestamp)}`,
        }))}
      />
      <IconButton label="Older event" size="sm" disabled={index >= events.length - 1} onClick={() => choose(index + 1)}>
        <ChevronRight aria-hidden />
      </IconButton>
    </div>
  );
}
