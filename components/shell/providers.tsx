'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { ThemeProvider } from 'next-themes';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { type ReactNode, useEffect, useState } from 'react';
import { Preload } from '@/components/shell/preload';
import { Toaster } from '@/components/ui/toaster';
import { ApiError, UNREACHABLE } from '@/lib/http/client';

const fromZod = globalThis as { __zod_globalConfig?: { jitless?: boolean } };
// The page's policy lets nothing be made into code, which is how schemas would otherwise make themselves faster. Said to
// zod by the name that it reads, since pages without a form never load it.
if (typeof window !== 'undefined') fromZod.__zod_globalConfig = { ...fromZod.__zod_globalConfig, jitless: true };

const MAX_RETRIES = 2;

/** A refusal stays a refusal; only an answer that did not come, or a fault of the server, is worth another try. */
function isWorthRetrying(failures: number, error: Error): boolean {
  return failures < MAX_RETRIES && error instanceof ApiError && (error.code === UNREACHABLE || error.status >= 500);
}

function createQueryClient(): QueryClient {
  return new QueryClient({ defaultOptions: { queries: { retry: isWorthRetrying, staleTime: 2_000 } } });
}

/** `nonce`: what the page's policy lets run; browsers hide it from scripts, so it counts while the page is rendered. */
export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  const [client] = useState(createQueryClient);
  useEffect(() => {
    // Until here clicks and keys go nowhere, however finished the page looks: who drives it by script waits for this.
    document.documentElement.dataset.hydrated = '';
  }, []);
  return (
    <ThemeProvider
      attribute="data-theme"
      defaultTheme="system"
      enableSystem
      disableTransitionOnChange
      {...(nonce === undefined ? {} : { nonce })}
    >
      <QueryClientProvider client={client}>
        <NuqsAdapter>
          {children}
          <Toaster />
          <Preload />
        </NuqsAdapter>
      </QueryClientProvider>
    </ThemeProvider>
  );
}
