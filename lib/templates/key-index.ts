import { setImmediate as nextTurn } from 'node:timers/promises';
import { listTemplateVersions } from '@/db/template-pages';
import { findTemplate } from '@/db/templates';
import { findKeys, type KeyUse, namesKey } from './keys';

export interface TemplateKeys {
  id: string;
  name: string;
  updateTimestamp: number;
  uses: KeyUse[];
}

/** Kept from one reading to the next: only templates that changed are parsed again. */
const known = new Map<string, TemplateKeys>();

/** The localizations that each template names. */
export async function readTemplateKeys(): Promise<TemplateKeys[]> {
  const versions = listTemplateVersions();
  const there = new Set(versions.map(({ id }) => id));
  for (const id of known.keys()) if (!there.has(id)) known.delete(id);
  for (const version of versions) {
    const before = known.get(version.id);
    if (before?.updateTimestamp === version.updateTimestamp && before.name === version.name) continue;
    known.set(version.id, { ...version, uses: findKeys(findTemplate(version.id)?.outputs ?? {}) });
    await nextTurn();
  }
  return versions.flatMap(({ id }) => known.get(id) ?? []);
}

/** The templates that may show the text of a key. */
export function templatesOf(key: string, templates: readonly TemplateKeys[]): { id: string; name: string }[] {
  return templates.filter(({ uses }) => uses.some((use) => namesKey(use, key))).map(({ id, name }) => ({ id, name }));
}
