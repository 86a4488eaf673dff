import type { EventSample } from '@/db/event-samples';
import { actionScope } from '@/lib/dispatch/scopes';
import { ANYTHING } from '@/lib/expressions/find-paths';
import type { MarkContext } from '@/lib/expressions/mark-source';
import { observedParts } from '@/lib/expressions/observe-paths';
import { declaredValues } from '@/lib/templates/declared-values';
import { templateScope } from '@/lib/templates/render';
import type { InputType } from '@/lib/templates/schema';
import { toTemplateValues } from '@/lib/templates/values';

type Samples = Pick<MarkContext, 'scopes' | 'known' | 'samples' | 'absent'>;

const EVENT_PATHS = ['id', 'type', 'content', 'creationTimestamp'].map((field) => ['event', field]);

/** What names in an action may refer to. Without an event, only that there are `event` and `content` is known. */
export function actionSamples(events: readonly EventSample[], draft: { type: string; now: number }): Samples {
  const content = observedParts(events.map((event) => event.content)).map((parts) => ['content', ...parts]);
  const unknown = { id: '', type: draft.type, content: ANYTHING, creationTimestamp: draft.now };
  return {
    scopes: (events.length > 0 ? events : [unknown]).map(actionScope),
    known: { root: '', paths: [['content'], ...content, ...EVENT_PATHS] },
    ...wordsFor(events.length, 'is nothing that an event has'),
  };
}

/** What names in a template may refer to: fields of events, what it declares, or both; anything when neither is known. */
export function templateSamples(
  events: readonly EventSample[],
  inputs: Record<string, InputType> | undefined,
): Samples {
  const declared = declaredValues(inputs ?? {});
  const fields = observedParts([...events.map(({ content }) => content), declared]);
  const known = { root: '@inputs.', paths: [...fields, ...EVENT_PATHS] };
  if (events.length > 0) {
    const scopes = events.map((event) => templateScope({ ...declared, ...toTemplateValues(event) }));
    return { scopes, known, ...wordsFor(events.length, '') };
  }
  const words = wordsFor(0, 'is not among the declared inputs');
  if (!inputs)
    return { scopes: [{ context: ANYTHING, contextName: '@inputs', data: { inputs: ANYTHING } }], known, ...words };
  // A mail that is sent through the API gets a tracking hash; one of a dispatcher gets the event.
  return { scopes: [templateScope({ ...declared, event: ANYTHING, tracking_hash: '' })], known, ...words };
}

function wordsFor(count: number, none: string): Pick<Samples, 'samples' | 'absent'> {
  if (count === 0) return { samples: '', absent: none };
  if (count === 1) return { samples: 'the one event of this type', absent: 'is not in the one event of this type' };
  const samples = `the last ${count} events`;
  return { samples, absent: `is in none of ${samples}` };
}
