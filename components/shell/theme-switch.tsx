'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';
import { useInBrowser } from '@/components/data/from-document';
import { cx } from '@/components/ui/cx';
import { Tooltip } from '@/components/ui/tooltip';

const THEMES = [
  { value: 'light', label: 'Light', Icon: Sun },
  { value: 'dark', label: 'Dark', Icon: Moon },
  { value: 'system', label: 'As the system', Icon: Monitor },
] as const;

/** Light, dark, or as the system. */
export function ThemeSwitch() {
  const { theme, setTheme } = useTheme();
  // What is stored is known in the browser only; before that no choice is marked.
  const isBrowser = useInBrowser();
  return (
    <fieldset className="inline-flex gap-0.5 rounded-md border bg-sunken p-0.5">
      <legend className="sr-only">Theme</legend>
      {THEMES.map(({ value, label, Icon }) => {
        const chosen = isBrowser && theme === value;
        return (
          <Tooltip key={value} content={label}>
            <button
              type="button"
              aria-label={label}
              aria-pressed={chosen}
              onClick={() => setTheme(value)}
              className={cx(
                'grid h-6 w-8 place-items-center rounded-sm pointer-coarse:h-9',
                chosen ? 'bg-raised text-ink shadow-card' : 'text-muted hover:text-ink',
              )}
            >
              <Icon aria-hidden className="size-4" />
            </button>
          </Tooltip>
        );
      })}
    </fieldset>
  );
}
