'use client';

import { useTheme } from 'next-themes';
import { useEffect } from 'react';
import { Toaster as Stack, toast as sonner } from 'sonner';
import { showToasts } from '@/components/ui/toast';

/** The messages that stand at the edge of the window now. */
export function ToastStack() {
  const { resolvedTheme } = useTheme();
  useEffect(() => showToasts((kind, message, options) => void sonner[kind](message, options)), []);
  return (
    <Stack
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      position="bottom-right"
      toastOptions={{
        style: {
          background: 'var(--raised)',
          color: 'var(--ink)',
          border: '1px solid var(--line)',
          boxShadow: 'var(--shadow-pop-value)',
          fontFamily: 'var(--font-sans)',
        },
      }}
    />
  );
}
