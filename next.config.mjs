/** @type {import('next').NextConfig} */
export default {
  // The official client always sends a trailing slash; a redirect would lose its request body.
  skipTrailingSlashRedirect: true,
  poweredByHeader: false,
  reactStrictMode: true,
  // Types and lint run in `npm run verify`; running them again would only slow the build of a fresh clone.
  typescript: { ignoreBuildErrors: true },
  // All pages loaded at the start are 40 MB of an idle server; loaded when it is first asked for, a page takes 0.1 s longer, once.
  experimental: { preloadEntriesOnStart: false },
  serverExternalPackages: ['better-sqlite3', 'pino', 'nodemailer', '@aws-sdk/client-lambda', 'yauzl', 'undici'],
};
