import { useEffect, useRef } from 'react';

/** Ctrl+S and Cmd+S save, instead of what the browser would do with them. */
export function useSaveKeys(onSave: () => void, enabled: boolean) {
  const latest = useRef({ onSave, enabled });
  latest.current = { onSave, enabled };
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== 's') return;
      event.preventDefault();
      if (latest.current.enabled && !event.repeat) latest.current.onSave();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
