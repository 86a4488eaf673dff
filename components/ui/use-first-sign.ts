import { useEffect, useState } from 'react';

const SIGNS = ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const;

/**
 * True from the first sign of a person on: the pointer, a key, the focus. What nobody can need before that is loaded then,
 * and is there by the time that it is needed; it does not delay the page.
 */
export function useFirstSign(): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (seen) return;
    const see = () => setSeen(true);
    for (const sign of SIGNS) window.addEventListener(sign, see, { capture: true, passive: true });
    return () => {
      for (const sign of SIGNS) window.removeEventListener(sign, see, { capture: true });
    };
  }, [seen]);
  return seen;
}
