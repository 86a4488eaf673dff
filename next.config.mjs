/** @type {import('next').NextConfig} */
export default {
  // The official client always sends a trailing slash; a redirect would lose its request body.
  skipTrailingSlashRedirect: true,
  poweredByHeader: false,
  reactStrictMode: true,
  // Types and lint run in `npm run verify`; running them again would only slow the build of a fresh clone.
  typescript: { ignoreBuildErrors: true },
  // Nobody may frame the console, guess at content types, or learn its addresses from a link.
  async headers() {
    const headers = [
      { key: 'Content-Security-Policy', value: "frame-ancestors 'none'; object-src 'none'; base-uri 'self'" },
      { key: 'X-Content-Type-Options', value: 'nosniff' },
      { key: 'X-Frame-Options', value: 'DENY' },
      { key: 'Referrer-Policy', value: 'same-origin' },
    ];
    return [{ source: '/:path*', headers }];
  },
  serverExternalPackages: ['better-sqlite3', 'pino', 'nodemailer', '@aws-sdk/client-lambda', 'yauzl', 'undici'],
};
