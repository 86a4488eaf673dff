import { defineConfig } from 'drizzle-kit';

// Used by `npm run db:generate` alone. What it writes is reviewed by hand; db/migrate.ts runs it.
export default defineConfig({ dialect: 'sqlite', schema: './db/schema/*.ts', out: './db/migrations' });
