import { type Listener, listListeners } from '@/db/dispatchers';
import { findLocalization } from '@/db/localizations';
import { findSource, type StoredSource } from '@/db/sources';
import { findTemplate } from '@/db/templates';
import { keptWhileUnchanged, watchTopic } from '@/db/versions';
import { createLocalizer, type Localize } from '@/lib/localizations/localizer';
import type { Template } from '@/lib/templates/schema';

const MAX_ENTRIES = 10_000;

/** What dispatch reads for every event, kept until the configuration changes. */
export interface ConfigurationCache {
  /** Dispatchers of an event type, enabled or not. */
  listeners(eventType: string): Promise<Listener[]>;
  template(idOrName: string): Template | undefined;
  /** The text of a localization in exactly this language (any case), or undefined. */
  localize: Localize;
  /** A source with its secrets opened: to read and open them for every event would cost more than storing it. */
  source(name: string): Promise<SourceInForce | undefined>;
}

/** A source with its secrets as senders have them. */
export interface SourceInForce {
  name: string;
  secret: string;
  /** The one before, accepted until then (epoch ms). */
  previous: { secret: string; until: number } | undefined;
}

/** @param openSource opens the secrets of a source. */
export function createConfigurationCache(openSource: (source: StoredSource) => SourceInForce): ConfigurationCache {
  const isOutdated = watchTopic('configuration');
  let kept = emptyShelves();
  const shelves = () => {
    if (isOutdated()) kept = emptyShelves();
    return kept;
  };
  return {
    async listeners(eventType) {
      const { listeners } = shelves();
      const known = listeners.get(eventType);
      if (known) return known;
      const read = await listListeners(eventType);
      put(listeners, eventType, read);
      return read;
    },
    template(idOrName) {
      const { templates } = shelves();
      if (!templates.has(idOrName)) put(templates, idOrName, findTemplate(idOrName));
      return templates.get(idOrName);
    },
    localize(key, language) {
      const { localizations } = shelves();
      const known = localizations.get(key);
      if (known) return known(key, language);
      const stored = findLocalization(key);
      const localize = createLocalizer(stored ? [stored] : []);
      put(localizations, key, localize);
      return localize(key, language);
    },
    source: keptWhileUnchanged('sources', async (name) => {
      const stored = await findSource(name);
      return stored && openSource(stored);
    }),
  };
}

/** What was read while it was being changed lands on shelves that are thrown away at the next look. */
function emptyShelves() {
  return {
    listeners: new Map<string, Listener[]>(),
    templates: new Map<string, Template | undefined>(),
    localizations: new Map<string, Localize>(),
  };
}

/** Bounded by forgetting the oldest: keys come from outside. */
function put<T>(map: Map<string, T>, key: string, value: T): void {
  if (map.size >= MAX_ENTRIES) {
    const oldest = map.keys().next();
    if (!oldest.done) map.delete(oldest.value);
  }
  map.set(key, value);
}
