/** @type {import('next').NextConfig} */
export default {
  // The official client always sends a trailing slash; a redirect would lose its request body.
  skipTrailingSlashRedirect: true,
  poweredByHeader: false,
  reactStrictMode: true,
  // Types and lint run in `npm run verify`; running them again would only slow the build of a fresh clone.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['better-sqlite3', 'pino', 'nodemailer', '@aws-sdk/client-lambda', 'yauzl', 'undici'],
  async rewrites() {
    return {
      // Error 903 for a service or version that is not served here; clients fall back on it.
      fallback: [{ source: '/:service/v:version(\\d+)/:path*', destination: '/api/v1/unknown-service' }],
    };
  },
};
