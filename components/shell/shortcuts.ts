import { useEffect, useRef, useSyncExternalStore } from 'react';

export interface Shortcut {
  /** As `KeyboardEvent.key` names them: `j`, `?`, `ArrowDown`; `mod+k` is Ctrl or ⌘ and k. Any of several does it. */
  keys: string | readonly string[];
  /** What it does, as the overview of shortcuts (`?`) says it. */
  description: string;
  /** Heading in the overview: where it works, such as `Lists`. */
  group: string;
  /** `false`: not now; the key keeps its ordinary meaning. Left out: something else handles it, it is only told. */
  // biome-ignore lint/suspicious/noConfusingVoidType: most shortcuts answer nothing
  run?: (event: KeyboardEvent) => void | false;
}

interface Registration {
  shortcuts: readonly Shortcut[];
}

const registrations = new Set<Registration>();
const listeners = new Set<() => void>();
let all: readonly Shortcut[] = [];

function changed(): void {
  all = [...registrations].flatMap((registration) => registration.shortcuts);
  for (const tell of listeners) tell();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Offers shortcuts for as long as the component is there. Keys, descriptions and groups should stay the same; `run` may
 * change with each render. Of two for the same key the one that came last is asked first.
 */
export function useShortcuts(shortcuts: readonly Shortcut[], enabled = true): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  const signature = shortcuts.map(({ keys, group, description }) => [keys, group, description].join(' ')).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is told changes with the signature only
  useEffect(() => {
    if (!enabled) return;
    const registration: Registration = {
      shortcuts: latest.current.map((shortcut, index) => ({
        ...shortcut,
        ...(shortcut.run && { run: (event: KeyboardEvent) => latest.current[index]?.run?.(event) }),
      })),
    };
    registrations.add(registration);
    changed();
    return () => {
      registrations.delete(registration);
      changed();
    };
  }, [enabled, signature]);
}

/** All shortcuts that work now, for the overview and the palette. */
export function useAllShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(
    subscribe,
    () => all,
    () => all,
  );
}

/** Does what the key stands for, unless somebody is typing or a dialog is open. */
export function handleShortcut(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  const mod = event.ctrlKey || event.metaKey;
  if (!mod && isTaken(event.target)) return;
  const pressed = mod ? `mod+${event.key.toLowerCase()}` : event.key;
  for (const { keys, run } of all.toReversed()) {
    if (!run || !(typeof keys === 'string' ? [keys] : keys).includes(pressed)) continue;
    if (run(event) === false) continue;
    event.preventDefault();
    return;
  }
}

/** The keys belong to a field, a menu, or a dialog: all but a drawer, which marks itself. */
function isTaken(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('input, textarea, select, [role="menu"], [role="listbox"]'))
    return true;
  const dialog = target.closest('[role="dialog"]');
  return dialog !== null && !(dialog instanceof HTMLElement && dialog.dataset.shortcuts !== undefined);
}
