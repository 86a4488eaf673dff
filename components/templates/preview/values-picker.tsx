'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { eventTypesQuery } from '@/components/data/event-queries';
import { JsonView } from '@/components/data/json-view';
import { formatLocal } from '@/components/data/time';
import { LazyJsonEditor } from '@/components/form/lazy-json-editor';
import type { PreviewChoice, ValueMode } from '@/components/templates/preview/use-preview-values';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { Tab, TabList, TabPanel, Tabs } from '@/components/ui/tabs';

/** Stands for the types of all dispatchers that use the template: a choice cannot be empty. */
const USED_TYPES = '*';
const MAX_TYPES = 100;

/** Chooses what to preview with: one of the newest real events, or sample inputs. */
export function ValuesPicker({ choice }: { choice: PreviewChoice }) {
  return (
    <Tabs
      value={choice.mode}
      onValueChange={(mode) => choice.setMode(mode as ValueMode)}
      className="grid min-w-0 gap-2"
    >
      <div className="flex flex-wrap items-center justify-between gap-2">
        <TabList aria-label="Values to preview with">
          <Tab value="event">Real event</Tab>
          <Tab value="sample">Sample inputs</Tab>
        </TabList>
        {choice.mode === 'event' && choice.events.length > 0 && <EventSteps choice={choice} />}
      </div>
      <TabPanel value="event" className="grid gap-2">
        <TypeSelect choice={choice} />
        <EventContent choice={choice} />
        {choice.error && <Notice kind="danger">{choice.error.message}</Notice>}
      </TabPanel>
      <TabPanel value="sample" className="grid gap-1">
        <div className="flex items-baseline justify-between gap-2">
          <span id="sample-inputs-label" className="font-medium">
            Sample inputs
          </span>
          {choice.isTyped && (
            <Button variant="ghost" size="sm" onClick={choice.reset}>
              Make them anew
            </Button>
          )}
        </div>
        <LazyJsonEditor
          id="sample-inputs"
          value={choice.text}
          onValueChange={(text) => text !== choice.text && choice.setText(text)}
          labelledBy="sample-inputs-label"
          describedBy="sample-inputs-error"
          invalid={choice.textError !== undefined}
        />
        <p id="sample-inputs-error" className="text-danger text-xs">
          {choice.textError && `This ${choice.textError}`}
        </p>
      </TabPanel>
    </Tabs>
  );
}

function EventContent({ choice }: { choice: PreviewChoice }) {
  if (choice.real) {
    return (
      <details className="group">
        <summary className="rounded-sm text-muted text-xs hover:text-ink">Content of this event</summary>
        <JsonView value={choice.real.content} label="event content" className="mt-2" />
      </details>
    );
  }
  if (choice.isPending) return null;
  const hasTypes = choice.type !== '' || choice.usedTypes.length > 0;
  return (
    <Notice kind="quiet">
      {hasTypes
        ? 'No such event has arrived yet. Use sample inputs instead.'
        : 'No dispatcher uses this template yet: choose the type of an event, or use sample inputs.'}
    </Notice>
  );
}

/** Which events to step through: those that make this template be used, or those of any type that arrived. */
function TypeSelect({ choice: { type, usedTypes, setType } }: { choice: PreviewChoice }) {
  const arrived = useQuery(eventTypesQuery).data ?? [];
  const types = [...new Set([...usedTypes, ...arrived.map((one) => one.type), ...(type ? [type] : [])])];
  if (types.length === 0) return null;
  const all = usedTypes.length > 0 ? 'Events of its dispatchers' : 'Choose an event type';
  return (
    <Select
      label="Type of the events"
      value={type || USED_TYPES}
      onValueChange={(value) => setType(value === USED_TYPES ? '' : value)}
      options={[
        { value: USED_TYPES, label: all },
        ...types.slice(0, MAX_TYPES).map((value) => ({ value, label: value })),
      ]}
      className="max-w-full justify-self-start text-xs"
    />
  );
}

/** The newest events, one by one. */
function EventSteps({ choice: { events, index, choose } }: { choice: PreviewChoice }) {
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
