import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { preload } from 'react-dom';
import { Providers } from '@/components/shell/providers';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Dispatchers', template: '%s · Dispatchers' },
  description: 'Events come in, mails and tasks go out, and everybody can see why.',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#15161b' },
  ],
};

/** Without it the first text is painted in another font, and moves when this one comes. */
const FONT = new URL('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2', import.meta.url).href;

export default async function RootLayout({ children }: { children: ReactNode }) {
  preload(FONT, { as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' });
  return (
    // The theme is set on <html> before React takes over, which is the one expected difference.
    <html lang="en" suppressHydrationWarning>
      <body>
        <Providers nonce={readNonce(await headers())}>{children}</Providers>
      </body>
    </html>
  );
}

/** The one that our Node entry chose for this answer: a page is therefore rendered for each request. */
function readNonce(requestHeaders: Pick<Headers, 'get'>): string | undefined {
  return /'nonce-([^']+)'/.exec(requestHeaders.get('content-security-policy') ?? '')?.[1];
}
