'use client';

import { type Shortcut, useAllShortcuts } from '@/components/shell/shortcuts';
import { Dialog } from '@/components/ui/dialog';

const KEY_NAMES: Readonly<Record<string, string>> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  Escape: 'Esc',
};

/** Every shortcut that works on the page that is open, by where it works. */
export function ShortcutOverview({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const groups = Map.groupBy(useAllShortcuts(), (shortcut) => shortcut.group);
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts">
      <div className="grid gap-4">
        {[...groups].map(([group, shortcuts]) => (
          <section key={group} aria-label={group}>
            <h3 className="mb-1 font-medium text-muted text-xs">{group}</h3>
            <dl className="divide-y">
              {joinSame(shortcuts).map((shortcut) => (
                <div key={shortcut.description} className="flex items-center justify-between gap-4 py-1.5">
                  <dt>{shortcut.description}</dt>
                  <dd className="flex shrink-0 gap-1">
                    {shortcut.keys.map((key) => (
                      <Keys key={key} keys={key} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

/** A key or a combination, as it stands on the keyboard. */
export function Keys({ keys }: { keys: string }) {
  const isMac = typeof navigator !== 'undefined' && navigator.platform.startsWith('Mac');
  const name = (key: string) => (key === 'mod' ? (isMac ? '⌘' : 'Ctrl') : (KEY_NAMES[key] ?? key));
  const combination = (key: string) => (key.length === 1 ? key.toUpperCase() : name(key));
  return (
    <kbd className="grid h-6 min-w-6 place-items-center rounded-md border border-line-strong bg-sunken px-1.5 font-sans text-muted text-xs">
      {keys.length > 1 ? keys.split('+').map(combination).join(' ') : name(keys)}
    </kbd>
  );
}

/** Several keys that do the same stand in one line. */
function joinSame(shortcuts: readonly Shortcut[]): { description: string; keys: string[] }[] {
  const groups = Map.groupBy(shortcuts, (shortcut) => shortcut.description);
  return [...groups].map(([description, same]) => ({
    description,
    keys: [...new Set(same.flatMap((shortcut) => shortcut.keys))],
  }));
}
